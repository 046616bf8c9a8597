import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendBytes } from '../soap/endpoint/send-bytes.js';
import type { Metrics } from '../telemetry/metrics.js';
import { UNREADY_WORDS, type Unreadiness } from './unreadiness.js';

/** Answers a request. */
type Page = (response: ServerResponse) => void;

/**
 * `/livez`, `/readyz` and `/metrics`: gives what answers a request for one of them, undefined for all others. `unready`: why nothing can be
 * taken in; undefined when it can.
 */
export function healthPages(
  unready: () => Unreadiness | undefined | Promise<Unreadiness | undefined>,
  metrics: Pick<Metrics, 'contentType' | 'page'>,
): (request: IncomingMessage) => Page | undefined {
  const pages = new Map<string, (response: ServerResponse) => Promise<void>>([
    ['/livez', async (response) => sendPlain(response, 200, 'ok\n')],
    [
      '/readyz',
      async (response) => {
        const why = await unready();
        if (why === undefined) sendPlain(response, 200, 'ready\n');
        else sendPlain(response, 503, `not ready: ${UNREADY_WORDS[why]}\n`);
      },
    ],
    [
      '/metrics',
      async (response) => {
        response.setHeader('Content-Type', metrics.contentType);
        sendBytes(response, await metrics.page());
      },
    ],
  ]);
  return (request) => {
    const page = request.method === 'GET' || request.method === 'HEAD' ? pages.get(pathOf(request)) : undefined;
    return page && ((response) => void page(response).catch(() => sendPlain(response, 500, 'Internal Server Error\n')));
  };
}

/** Sends a line for people. */
export function sendPlain(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  sendBytes(response, Buffer.from(text, 'utf8'));
}

/** The path that a request asks for, in the way that express compares paths: without query or slash at the end, and in small letters. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  const [path = ''] = url.split('?');
  return (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path).toLowerCase();
}
