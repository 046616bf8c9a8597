import { once } from 'node:events';
import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import type { Config } from '../config/config.js';
import { clientAuth, readTls } from '../config/tls.js';
import type { Connections } from './connections/connections.js';
import { REQUEST_BOUNDS } from './connections/request-bounds.js';

export const HANDSHAKE_MS = 10_000;

/** A port that is listened on, with TLS or without. */
export interface Listener {
  readonly server: Server;
  readonly port: number;
  /** As seen from this machine. */
  readonly url: string;
  /**
   * Looks at the files of TLS again. New connections get what is in them; those that are open go on. False when nothing changed.
   * Throws `ConfigError` when they cannot be used: then all stays as it was.
   */
  renewCertificates(): boolean;
}

/** Throws `ConfigError` for files of TLS that cannot be used, or the error of the port. */
export async function listen(config: Config, connections: Connections): Promise<Listener> {
  let context = readTls(config, new Date());
  const secure =
    context === undefined
      ? undefined
      : createTlsServer({ ...REQUEST_BOUNDS, ...context, ...clientAuth(config), handshakeTimeout: HANDSHAKE_MS }, connections.handle);
  const server: Server = secure ?? createPlainServer(REQUEST_BOUNDS, connections.handle);
  // Of a head with more than so many lines Node would leave out the rest, where nobody sees what it says; its size is bounded already.
  server.maxHeadersCount = 0;
  connections.attach(server, secure !== undefined);
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    server,
    port,
    url: `${secure === undefined ? 'http' : 'https'}://${hostFor(config.host)}:${port}`,
    renewCertificates: () => {
      const fresh = readTls(config, new Date());
      if (secure === undefined || fresh === undefined || isSame(context, fresh)) return false;
      secure.setSecureContext(fresh);
      context = fresh;
      return true;
    },
  };
}

function isSame(one: SecureContextOptions | undefined, other: SecureContextOptions): boolean {
  return (['cert', 'key', 'ca'] as const).every((name) => String(one?.[name]) === String(other[name]));
}

/** An address that a client on this machine can use. */
function hostFor(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
