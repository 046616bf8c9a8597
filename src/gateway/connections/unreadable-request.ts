import type { Duplex } from 'node:stream';
import { codeOf } from '../../soap/endpoint/body.js';
import { REQUEST_BOUNDS } from './request-bounds.js';

/** What is thrown away behind the end of a request. A peer that sends more is not read any further. */
const MOST_DROPPED = 65_536;
const NO_REQUEST =
  'This is no HTTP/1.1 request. Bytes behind a body are read as the next request: Content-Length counts bytes, not characters.\n';

/** A status, its words and what went wrong; undefined for an error of the connection, over which nothing can be said. */
function wordsFor(code: string): readonly [status: string, words: string] | undefined {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return ['431 Request Header Fields Too Large', `The head of the request is larger than ${REQUEST_BOUNDS.maxHeaderSize} bytes.\n`];
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const [head, whole] = [REQUEST_BOUNDS.headersTimeout / 1000, REQUEST_BOUNDS.requestTimeout / 1000];
    return ['408 Request Timeout', `The head of a request has to arrive within ${head} seconds, all of it within ${whole} seconds.\n`];
  }
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return ['413 Payload Too Large', 'The extensions of the chunks are too large.\n'];
  return code.startsWith('HPE_') ? ['400 Bad Request', NO_REQUEST] : undefined;
}

/** Says what is wrong with bytes that are no request, when nothing else goes out over the connection, and closes it. */
export function refuseUnreadable(error: Error, socket: Duplex): void {
  const said = wordsFor(codeOf(error));
  if (said !== undefined && socket.writable) {
    const [status, words] = said;
    const head = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${words.length}\r\n\r\n`;
    socket.write(head + words);
  }
  socket.destroy(error);
}

/**
 * Reads no more requests from a connection, and throws away what comes: a socket that is closed with bytes unread resets, and the peer may
 * lose the answer that was on its way.
 */
export function dropRest(socket: Duplex): void {
  let dropped = 0;
  socket.removeAllListeners('data');
  socket.on('data', (piece: Buffer) => {
    dropped += piece.length;
    if (dropped > MOST_DROPPED) socket.pause();
  });
}
