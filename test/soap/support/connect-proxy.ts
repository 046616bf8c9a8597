import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ConnectProxy {
  readonly port: number;
  /** What callers asked to be connected with, `host:port`. */
  readonly tunnels: readonly string[];
  close(): Promise<void>;
}

/** A proxy that knows CONNECT only. With `credentials` (`user:password`) it refuses those who do not give them. */
export async function startConnectProxy(credentials?: string): Promise<ConnectProxy> {
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };
  const expected = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', keep);
  server.on('connect', (request, inward: Socket, head) => {
    if (expected !== undefined && request.headers['proxy-authorization'] !== expected) {
      inward.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const target = request.url ?? '';
    tunnels.push(target);
    const [host = '', port = ''] = target.split(':');
    const outward = connect(Number(port), host, () => {
      inward.write('HTTP/1.1 200 Connection established\r\n\r\n');
      outward.write(head);
      inward.pipe(outward).pipe(inward);
    });
    keep(outward);
    outward.once('error', () => inward.destroy());
    inward.once('close', () => outward.destroy());
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    tunnels,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      if (server.listening || sockets.size > 0) await once(server, 'close');
    },
  };
}
