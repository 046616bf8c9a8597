import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Attack } from './attack.js';

export interface Reply {
  /** Of each HTTP answer, in order; those of 100 to 199 left out. */
  readonly statuses: readonly number[];
  readonly text: string;
  readonly code: string | undefined;
  readonly rule: string | undefined;
}

/** Sends bytes and gives all that comes back until the other side closes. A reset is an end like any other. */
export async function sendBytes(
  url: string,
  bytes: Buffer | readonly Buffer[],
  after: Attack['after'],
  opened: () => void,
): Promise<Reply> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  opened();
  const received: Buffer[] = [];
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.setNoDelay(true);
  socket.on('data', (piece) => received.push(piece));
  socket.on('error', () => undefined);
  socket.on('end', () => socket.destroy());
  for (const piece of Buffer.isBuffer(bytes) ? [bytes] : bytes) {
    socket.write(piece);
    await nextTurn();
  }
  if (after === 'half-close') socket.end();
  await ended;
  return replyOf(Buffer.concat(received).toString('utf8'));
}

function replyOf(text: string): Reply {
  return {
    statuses: [...text.matchAll(/(?:^|\r\n|>|\})HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1])).filter((status) => status >= 200),
    text,
    code: /<faultcode>s:([^<]*)<\/faultcode>/.exec(text)?.[1],
    rule: /rule="([^"]*)"/.exec(text)?.[1],
  };
}
