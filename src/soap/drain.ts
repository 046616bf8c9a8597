import type { IncomingMessage } from 'node:http';

const BYTES = 256 * 1024 * 1024;
const MS = 10_000;

/** A sender that is refused half way reads its fault only after it has sent the rest: take that in, up to a bound. */
export function drain(request: IncomingMessage): void {
  let bytes = 0;
  const timer = setTimeout(() => request.destroy(), MS);
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > BYTES) request.destroy();
  });
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => clearTimeout(timer));
  request.on('error', () => undefined);
  request.resume();
}
