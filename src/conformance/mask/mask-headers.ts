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

/** Headers that are about the transport as they are; of all others that they were there. */
export function maskHeaders(headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.slice(0, MOST),
      SHOWN.has(name.toLowerCase()) ? value.slice(0, MOST) : '[masked]',
    ]),
  );
}

/** What stands for the query of an address. */
export const MASKED_QUERY = '?[masked]';

/** An address with its query masked, except where it asks for a WSDL. */
export function maskUrl(url: string): string {
  const at = url.indexOf('?');
  if (at === -1 || /^\?(?:singlewsdl|wsdl|wsdl=exact)$/i.test(url.slice(at))) return url;
  return `${url.slice(0, at)}${MASKED_QUERY}`;
}
