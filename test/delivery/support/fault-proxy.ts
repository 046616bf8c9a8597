import { type ClientRequest, createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIPv4 } from 'node:net';

/**
 * What goes wrong with one request. `refuse`: nobody listens. `reset`: the connection is reset once the request is there. `hang`: no answer
 * ever. `half-open`: the other side closes its half and says nothing more. `lost`: processed, and no answer. `cut`: processed, and half an
 * answer. `slow`: processed, and answered byte by byte. `pass`: all is well. An object: this answer instead, and nothing is processed.
 */
export type Fault =
  | 'refuse'
  | 'reset'
  | 'hang'
  | 'half-open'
  | 'lost'
  | 'cut'
  | 'slow'
  | 'pass'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export interface FaultProxy {
  /** The same path at the proxy. */
  url(path: string): string;
  /** From now on requests meet these faults, one after the other; the last one stays. None: all is well. */
  meet(...faults: readonly Fault[]): Promise<void>;
  /** How many requests came in whole. */
  readonly requests: () => number;
  close(): Promise<void>;
}

/** A loopback address of this process, so that a port that is closed for a while is taken by nobody else. */
function ownAddress(): string {
  const { pid } = process;
  const address = `127.${1 + ((pid >> 16) & 0x7f)}.${(pid >> 8) & 0xff}.${1 + (pid & 0x7f)}`;
  if (!isIPv4(address)) throw new Error('no address');
  return address;
}

/** Stands in front of a receiver on loopback, and lets requests through, or not. */
export async function startFaultProxy(upstream: string): Promise<FaultProxy> {
  const target = new URL(upstream);
  const host = ownAddress();
  const open = new Set<ClientRequest>();
  let faults: readonly Fault[] = [];
  let count = 0;
  let port = 0;
  let server: Server | undefined;

  const next = (): Fault | undefined => {
    const [first, ...rest] = faults;
    if (rest.length > 0) faults = rest;
    return first;
  };

  const listen = async (): Promise<void> => {
    server = createServer({ keepAlive: false }, (request, response) => {
      gather(request).then(
        (body) => {
          count += 1;
          meetWith(next(), request, body, response);
        },
        () => response.destroy(),
      );
    });
    await new Promise<void>((resolve, reject) => {
      server?.once('error', reject).listen(port, host, resolve);
    });
    port = (server.address() as AddressInfo).port;
  };

  const hangUp = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    if (closing === undefined) return;
    const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
    closing.closeAllConnections();
    await closed;
  };

  const meetWith = (fault: Fault | undefined, request: IncomingMessage, body: Buffer, response: ServerResponse): void => {
    if (typeof fault === 'object') {
      response.writeHead(fault.status, { connection: 'close', ...fault.headers }).end(fault.body ?? '');
      return;
    }
    switch (fault) {
      case 'hang':
      case 'refuse':
        return;
      case 'reset':
        response.socket?.resetAndDestroy();
        return;
      case 'half-open':
        response.socket?.end();
        return;
      default:
        pass(request, body).then(
          (answer) => answerWith(fault, answer, response),
          () => response.destroy(),
        );
    }
  };

  const pass = (request: IncomingMessage, body: Buffer): Promise<{ readonly head: IncomingMessage; readonly body: Buffer }> =>
    new Promise((resolve, reject) => {
      const { host: _, connection: __, ...headers } = request.headers;
      const sent = forward(
        {
          host: target.hostname,
          port: target.port,
          path: request.url,
          method: request.method,
          headers: { ...headers, connection: 'close' },
        },
        (head) => gather(head).then((answer) => resolve({ head, body: answer }), reject),
      );
      open.add(sent);
      sent.once('close', () => open.delete(sent));
      sent.once('error', reject);
      sent.end(body);
    });

  await listen();
  return {
    url: (path) => `http://${host}:${port}${path}`,
    meet: async (...met) => {
      faults = met;
      if (met[0] === 'refuse') await hangUp();
      else if (server === undefined) await listen();
    },
    requests: () => count,
    close: async () => {
      for (const sent of open) sent.destroy();
      await hangUp();
    },
  };
}

function answerWith(
  fault: Fault | undefined,
  { head, body }: { readonly head: IncomingMessage; readonly body: Buffer },
  response: ServerResponse,
): void {
  if (fault === 'lost') {
    response.socket?.destroy();
    return;
  }
  const { connection: _, 'transfer-encoding': __, ...headers } = head.headers;
  response.writeHead(head.statusCode ?? 500, { ...headers, connection: 'close', 'content-length': String(body.length) });
  if (fault === 'cut') {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
    return;
  }
  if (fault !== 'slow') {
    response.end(body);
    return;
  }
  let at = 0;
  const drip = (): void => {
    if (at < body.length) response.write(body.subarray(at, ++at), () => setImmediate(drip));
    else response.end();
  };
  drip();
}

async function gather(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
