import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a request is told that is cut off while it comes in: as Node does it, a head and nothing more. */
const HEADS = {
  late: 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n',
  busy: 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nConnection: close\r\n\r\n',
} as const;

/** Ends a request that nobody goes on reading, with its connection. Whoever reads it gets the error `ETIMEDOUT`. */
export function cutOff(request: IncomingMessage, response: ServerResponse, why: keyof typeof HEADS): void {
  // An answer to an earlier request on the same connection would get this in its middle.
  if (response.socket !== null && !response.headersSent) response.socket.write(HEADS[why]);
  request.destroy(Object.assign(new Error('cut off'), { code: 'ETIMEDOUT' }));
}
