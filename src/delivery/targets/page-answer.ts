import type { HttpAnswer } from './http-caller.js';

/** What a page is shows in its first characters. */
const HEAD = 1024;
/** Characters. Frameworks say that whatever a handler returns is HTML, also `ok`; nobody writes a page that short. */
const FEW_WORDS = 256;

const HTML_TYPE = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i;
/** What pages have near their beginning, perhaps behind comments or `<?xml ...?>`. */
const NAMES_ITSELF = /<(?:!doctype html|html)(?=[\s/>])/i;
/** Tags that parts of pages begin with (WHATWG MIME Sniffing, 7.1), without those that XML of others may well have. */
const BEGINS_AS_PAGE = /^<(?:head|body|title|script|style|meta|link|iframe|h1|div|table|center|form)(?=[\s/>])/i;
const ANY_TAG = /<[a-z!/]/i;
/** White space and a byte order mark, as latin1 has them. */
const BLANK = /^(?:\s|ï»¿)+/;

/**
 * Whether an answer is a page for people. One that comes with a status of success is of something in between, such as a login page,
 * a portal, or a notice of maintenance: nobody took in what was sent. Anything else that a receiver may say is no page: nothing, JSON,
 * XML, a few words.
 */
export function isPage({ body, contentType = '' }: Pick<HttpAnswer, 'body' | 'contentType'>): boolean {
  const head = body.toString('latin1', 0, HEAD).replace(BLANK, '');
  if (head.startsWith('<') && (NAMES_ITSELF.test(head) || BEGINS_AS_PAGE.test(head))) return true;
  return HTML_TYPE.test(contentType) && (ANY_TAG.test(head) || body.length > FEW_WORDS);
}
