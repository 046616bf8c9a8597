const SHOWN: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'allow',
  'cache-control',
  'connection',
  'content-encoding',
  'content-language',
  'content-length',
  'content-type',
  'date',
  'expect',
  'host',
  'keep-alive',
  'retry-after',
  'server',
  'soapaction',
  'transfer-encoding',
  'user-agent',
  'vary',
  'via',
  'webhook-id',
  'webhook-timestamp',
  'x-aspnet-version',
  'x-powered-by',
]);
const MOST = 300;

type Headers = Readonly<Record<string, string>>;

/** Beside those whose value is shown: names of HTTP. */
const NAMES: ReadonlySet<string> = new Set(
  `set-cookie cookie authorization proxy-authorization www-authenticate location etag expires last-modified pragma age link origin referer te
trailer upgrade range content-disposition content-location content-security-policy accept-ranges strict-transport-security x-frame-options
x-xss-protection x-request-id x-correlation-id x-forwarded-for x-forwarded-proto x-forwarded-host x-content-type-options x-cache x-served-by
x-generator webhook-signature`.split(/\s+/),
);
/** What values look like that are shown. Eight digits in a row may be the number of a person. */
const FORMS: Readonly<Record<string, RegExp>> = {
  'content-type': /^[\w.+-]{1,60}\/[\w.+-]{1,60}(?: ?; ?(?:charset|type|version|action)=["']?[\w./:+-]{0,120}["']?){0,5}$/,
  'content-length': /^\d{1,15}$/,
  soapaction: /^["']?[\w./:#-]{0,200}["']?$/,
  'webhook-timestamp': /^\d{1,15}$/,
};
const WORDS = /^[\w ./();:,+*="'-]{0,300}$/;
/** A number that may be somebody's. */
const LONG_NUMBER = /\d{8}/;

function hasUsualForm(name: string, value: string): boolean {
  const form = FORMS[name];
  return form === undefined ? WORDS.test(value) && !LONG_NUMBER.test(value) : form.test(value);
}

/** What stands for a value of a header. */
export const MASKED = '[masked]';

/** Whether a header of the other side may be seen by its name. */
export function isShownHeader(name: string): boolean {
  return SHOWN.has(name.toLowerCase()) || NAMES.has(name.toLowerCase());
}

/** Headers that are about the transport as they are; of all others that they were there. `ours`: the suite wrote them. */
export function maskHeaders(headers: Headers, ours: boolean): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const lower = name.toLowerCase();
      const shown = SHOWN.has(lower) && (ours || hasUsualForm(lower, value));
      return [name.slice(0, MOST), shown ? value.slice(0, MOST) : MASKED];
    }),
  );
}

/** An address that the other side chose, where a school may exist. */
export function maskPath(url: string): string {
  const { origin, pathname } = new URL(url);
  return /^\/(?:leerlinggegevens|leerresultaten)?\/?$/.test(pathname) ? maskUrl(url) : `${origin}/[masked]`;
}

/** What stands for the query of an address. */
export const MASKED_QUERY = '?[masked]';

/** An address with its query masked, except where it asks for a WSDL. */
export function maskUrl(url: string): string {
  const at = url.indexOf('?');
  if (at === -1 || /^\?(?:singlewsdl|wsdl|wsdl=exact)$/i.test(url.slice(at))) return url;
  return `${url.slice(0, at)}${MASKED_QUERY}`;
}
