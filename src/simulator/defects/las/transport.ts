import { gzipSync } from 'node:zlib';
import { isAnswer, type WholeAnswer, type WholeRequest } from '../../http/whole-message.js';
import { missends } from '../handled-defect.js';
import { type LasDefect, mishandles } from '../las-defect.js';

const REFUSAL: WholeAnswer = { status: 400, headers: { 'content-type': 'text/plain' }, body: Buffer.from('Zo niet\n') };

/** It gives no SOAP to messages that are written or sent in a way that it does not know. */
function baulks(name: string, breaks: string, does: string, at: (request: WholeRequest, text: string) => boolean): LasDefect {
  return mishandles(name, breaks, does, () => async (request, next) => {
    return request.method === 'POST' && at(request, request.body.toString('latin1')) ? REFUSAL : next(request);
  });
}

function actionOf({ headers }: WholeRequest): string | undefined {
  return headers['soapaction'];
}

/** In how messages travel. */
const HTTP_DEFECTS: readonly LasDefect[] = [
  baulks('bare-action', 'LAS-HTTP-02', 'It demands quotes around SOAPAction.', (request) => actionOf(request)?.startsWith('"') === false),
  baulks(
    'dispatch-on-action',
    'LAS-HTTP-03',
    'It goes by SOAPAction.',
    (request) => !/Haal|verzoek|Breng/.test(actionOf(request) ?? 'Haal'),
  ),
  baulks('action-demanded', 'LAS-HTTP-04', 'It demands a SOAPAction.', (request) => actionOf(request) === undefined),
  baulks('no-gzip', 'LAS-HTTP-05', 'It reads no gzip.', ({ headers }) => headers['content-encoding'] === 'gzip'),
  missends('always-gzip', 'LAS-HTTP-06', 'It compresses every answer.', (answer) => ({
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'gzip' },
    body: gzipSync(answer.body),
  })),
  baulks('no-chunks', 'LAS-HTTP-07', 'It demands a Content-Length.', ({ wire }) => wire?.chunked === true),
  baulks('no-expect', 'LAS-HTTP-08', 'It refuses Expect: 100-continue.', ({ wire }) => wire?.expects === true),
  baulks('no-http-1-0', 'LAS-HTTP-09', 'It refuses HTTP/1.0.', ({ wire }) => wire?.version === '1.0'),
  baulks('impatient', 'LAS-HTTP-10', 'It takes messages of two pieces at most.', ({ wire }) => (wire?.pieces ?? 0) > 2),
  mishandles('one-at-a-time', 'LAS-HTTP-11', 'It refuses a question while it answers another.', () => {
    let busy = 0;
    return async (request, next) => {
      if (busy > 0) return { ...REFUSAL, status: 503 };
      busy += 1;
      try {
        return await next(request);
      } finally {
        busy -= 1;
      }
    };
  }),
  mishandles('tires', 'LAS-HTTP-12', 'It refuses the fifteenth question.', () => {
    let count = 0;
    return async (request, next) => (++count === 15 ? { ...REFUSAL, status: 503 } : next(request));
  }),
  mishandles('get-gives-data', 'LAS-HTTP-13', 'It gives its last answer to GET.', () => {
    let last = REFUSAL;
    return async (request, next) => {
      if (request.method === 'GET') return last;
      const answer = await next(request);
      if (isAnswer(answer) && answer.status === 200) last = answer;
      return answer;
    };
  }),
  mishandles('any-method', 'LAS-HTTP-14', 'It takes every method for POST.', () => async (request, next) => {
    return next(request.method === 'GET' ? request : { ...request, method: 'POST' });
  }),
  baulks('small-messages-only', 'LAS-HTTP-19', 'It takes a quarter of a megabyte at most.', ({ body }) => body.length > 262_144),
  missends('ends-connections', 'LAS-HTTP-20', 'It ends each connection without a word.', (answer) => ({ ...answer, ends: true })),
];

/** In ways to write a message. */
const TOLERANCE_DEFECTS: readonly LasDefect[] = [
  baulks('one-prefix', 'LAS-TOLERANT-01', 'It knows the prefixes of one client.', (_, text) => text.includes('<x-1:')),
  baulks('prefixes-demanded', 'LAS-TOLERANT-02', 'It demands prefixes.', (_, text) => text.includes('<Envelope')),
  baulks('no-white-space', 'LAS-TOLERANT-03', 'It stumbles over white space.', (_, text) => text.includes('>\r\n')),
  baulks('no-comments', 'LAS-TOLERANT-04', 'It stumbles over comments.', (_, text) => text.includes('<!--')),
  baulks('no-cdata', 'LAS-TOLERANT-05', 'It stumbles over CDATA.', (_, text) => text.includes('<![CDATA[')),
  baulks('no-references', 'LAS-TOLERANT-06', 'It stumbles over references to characters.', (_, text) => text.includes('&#')),
  baulks('no-byte-order-mark', 'LAS-TOLERANT-07', 'It stumbles over a byte order mark.', ({ body }) => body[0] === 0xef),
  baulks('no-utf-16', 'LAS-TOLERANT-08', 'It reads no UTF-16.', ({ body }) => body[0] === 0xff),
  baulks('no-latin-1', 'LAS-TOLERANT-09', 'It reads no ISO-8859-1.', (_, text) => text.includes('ISO-8859-1')),
  baulks('charset-demanded', 'LAS-TOLERANT-10', 'It demands a charset.', ({ headers }) => headers['content-type'] === 'text/xml'),
  baulks(
    'charset-as-written',
    'LAS-TOLERANT-11',
    'It knows one way to write charset.',
    ({ headers }) => headers['content-type']?.includes('"') ?? false,
  ),
  baulks('declaration-demanded', 'LAS-TOLERANT-12', 'It demands an XML declaration.', (_, text) => text.startsWith('<soap:')),
  baulks('no-must-understand', 'LAS-TOLERANT-13', 'It understands no header that it has to.', (_, text) =>
    text.includes('mustUnderstand="1"'),
  ),
  baulks('no-encoding-style', 'LAS-TOLERANT-14', 'It stumbles over encodingStyle.', (_, text) => text.includes('encodingStyle')),
  baulks('one-header', 'LAS-TOLERANT-15', 'It takes the autorisatie header only.', (_, text) => text.includes('urn:uwlr-conform:onbekend')),
  baulks('header-qualified', 'LAS-TOLERANT-16', 'It gives no fault to a header without namespaces.', (_, text) =>
    text.includes('<klantcode>'),
  ),
  baulks('no-schema-location', 'LAS-TOLERANT-17', 'It stumbles over xsi:schemaLocation.', (_, text) => text.includes('schemaLocation')),
  baulks('no-unused-namespaces', 'LAS-TOLERANT-18', 'It stumbles over unused namespaces.', (_, text) => text.includes('xmlns:nergens')),
];

/** In how messages may be written and sent. */
export const TRANSPORT_DEFECTS: readonly LasDefect[] = [...HTTP_DEFECTS, ...TOLERANCE_DEFECTS];
