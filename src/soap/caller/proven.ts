import type { EventEmitter } from 'node:events';

const proven = new WeakSet<object>();

/** Somebody proved over this connection who it is, with a key or a token. The connection is told with the event `proven`, once. */
export function markProven(connection: EventEmitter): void {
  if (proven.has(connection)) return;
  proven.add(connection);
  connection.emit('proven');
}

/** Whether somebody ever did. Behind a proxy it need not be the one who calls now. */
export function isProven(connection: object): boolean {
  return proven.has(connection);
}
