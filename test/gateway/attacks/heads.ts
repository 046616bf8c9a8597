import { type Attack, BAD_REQUEST, MARK, type Outcome, SERVICES, type World } from './attack.js';
import { documentFor } from './documents.js';
import { get, type HeaderLines, http, post } from './http-bytes.js';

const NOT_FOUND: Outcome = { status: 404 };

/** GET of something beside a SOAP endpoint; `{s}` stands for its path. */
function asked(name: string, path: string, outcome: Outcome, headers: HeaderLines = {}): Attack[] {
  return SERVICES.map((service) => ({ name, service, bytes: () => get(path.replace('{s}', `/soap/${service}`), headers), outcome }));
}

function posted(name: string, headers: HeaderLines, outcome: Outcome): Attack[] {
  return SERVICES.map((service) => ({
    name,
    service,
    bytes: (world: World) => post(service, documentFor(service, world), headers),
    outcome,
  }));
}

function raw(name: string, start: string, lines: readonly string[], outcome: Outcome): Attack[] {
  return SERVICES.map((service) => ({ name, service, bytes: () => http(start.replace('{s}', `/soap/${service}`), lines), outcome }));
}

const description = (why: string): Outcome => ({ harmless: why });
const NO_HOST = description('a Host that is no name of a host is not repeated: the WSDL names the address of the socket');
const UNSEEN = description('the header is not looked at');
const LINES = ['Host: localhost', 'Connection: close'];

/** Request lines and headers: where the gateway says it is, which file is asked for, and what cannot be read. */
export const HEADS: readonly Attack[] = [
  ...[
    'evil"/><x y="',
    `${MARK}/path`,
    `user@${MARK}`,
    `${MARK}?x`,
    `${MARK}:99999999`,
    `<${MARK}>`,
    `[::1%${MARK}]`,
    `${MARK} x`,
    `${MARK}:80:80`,
  ].flatMap((host) => asked(`WSDL for the Host ${host.replace(MARK, 'x')}`, '{s}?wsdl', NO_HOST, { Host: host })),
  ...asked('an exact WSDL for a Host with markup', '{s}?wsdl=exact', NO_HOST, { Host: `"><${MARK}/>` }),
  ...asked('a schema for a Host with markup', '{s}?xsd=UWLR_Leerresultaten.xsd', NO_HOST, { Host: `"><${MARK}/>` }),
  ...asked('WSDL behind a proxy that says so', '{s}?wsdl', UNSEEN, {
    'X-Forwarded-Host': MARK,
    'X-Forwarded-Proto': `https://${MARK}`,
    Forwarded: `host=${MARK}`,
    'X-Original-URL': `/${MARK}`,
    'X-Rewrite-URL': `/${MARK}`,
  }),
  ...asked('WSDL at a kind that is the name of a prototype', '{s}?wsdl=__proto__', description('it is the ordinary WSDL')),
  ...asked('WSDL at a kind with a line break', `{s}?wsdl=%0d%0aX-${MARK}:1`, description('it is the ordinary WSDL')),
  ...[
    '../../../../etc/passwd',
    '..%2f..%2f..%2fetc%2fpasswd',
    '..\\..\\secret',
    '/etc/passwd',
    'file:///etc/passwd',
    '__proto__',
    'constructor',
    'x%00.xsd',
    '%ff%fe',
    '%zz',
    '.',
    '',
    'UWLR_Leerresultaten.xsd/..',
    `${'../'.repeat(1000)}etc/passwd`,
  ].flatMap((file) => asked(`the schema ${file.slice(0, 40)}`, `{s}?xsd=${file}`, NOT_FOUND)),
  ...asked('parameters named after a prototype', '{s}?__proto__[x]=1&constructor=1', NOT_FOUND),
  ...asked('ten thousand parameters', `{s}?${'a&'.repeat(10_000)}`, NOT_FOUND),
  ...asked('a path out of the gateway', '{s}/../../../../etc/passwd', NOT_FOUND),
  ...asked('a path out of the gateway, encoded', '{s}/%2e%2e%2f%2e%2e%2fetc%2fpasswd', NOT_FOUND),
  ...asked('a path that cannot be decoded', '{s}/%ff%zz', NOT_FOUND),
  ...asked('a path with NUL', '{s}/%00', NOT_FOUND),
  ...asked('a path of two slashes', `//${MARK}{s}`, NOT_FOUND),
  ...asked('a path of thirty thousand slashes', `{s}${'/'.repeat(30_000)}x`, NOT_FOUND),
  ...raw('an address with brackets for a path', `GET http://[${MARK} HTTP/1.1`, LINES, NOT_FOUND),
  ...raw('an address with a wrong port for a path', 'GET http://x:99999999/ HTTP/1.1', LINES, NOT_FOUND),
  ...raw(
    'an address elsewhere for a path',
    `GET http://${MARK}{s}?wsdl HTTP/1.1`,
    LINES,
    description('the address of the request line is not used'),
  ),
  ...raw('a star for a path', 'OPTIONS * HTTP/1.1', LINES, NOT_FOUND),
  ...raw('CONNECT', `CONNECT ${MARK}:443 HTTP/1.1`, [`Host: ${MARK}`], { closed: 'nothing is tunnelled' }),
  ...raw('TRACE', 'TRACE {s} HTTP/1.1', [...LINES, `X: ${MARK}`], { status: 405 }),
  ...raw('DELETE', 'DELETE {s} HTTP/1.1', LINES, { status: 405 }),
  ...raw('a method that is none', `${MARK} {s} HTTP/1.1`, LINES, BAD_REQUEST),
  ...raw('a method of another kind in a header', 'GET {s} HTTP/1.1', [...LINES, 'X-HTTP-Method-Override: DELETE'], NOT_FOUND),
  ...raw('HTTP/2 without asking', 'PRI * HTTP/2.0', ['', 'SM', ''], BAD_REQUEST),
  ...raw('an upgrade to HTTP/2', 'GET {s} HTTP/1.1', [...LINES, 'Upgrade: h2c', 'HTTP2-Settings: x'], NOT_FOUND),
  ...raw('an upgrade to a websocket', 'GET {s} HTTP/1.1', ['Host: x', 'Connection: Upgrade, close', 'Upgrade: websocket'], NOT_FOUND),
  ...raw('HTTP/9.9', 'GET {s} HTTP/9.9', LINES, BAD_REQUEST),
  ...raw('no Host', 'GET {s}?wsdl HTTP/1.1', ['Connection: close'], BAD_REQUEST),
  ...raw('two Hosts', 'GET {s}?wsdl HTTP/1.1', ['Host: localhost', `Host: ${MARK}`, 'Connection: close'], BAD_REQUEST),
  ...raw('two Hosts that are equal', 'GET {s}?wsdl HTTP/1.1', ['Host: localhost', 'host: localhost', 'Connection: close'], BAD_REQUEST),
  ...raw(
    'two Hosts, the second behind five thousand other lines',
    'GET {s}?wsdl HTTP/1.1',
    ['Host: localhost', ...Array<string>(5000).fill('a:'), `Host: ${MARK}`, 'Connection: close'],
    BAD_REQUEST,
  ),
  ...raw('two Hosts in HTTP/1.0', 'GET {s}?wsdl HTTP/1.0', ['Host: localhost', `Host: ${MARK}`], BAD_REQUEST),
  ...raw('two Authorizations', 'GET {s} HTTP/1.1', [...LINES, 'Authorization: Basic eA==', `Authorization: Bearer ${MARK}`], BAD_REQUEST),
  ...raw('a header of forty thousand characters', 'GET {s} HTTP/1.1', [...LINES, `X: ${'a'.repeat(40_000)}`], { status: 431 }),
  ...raw('five thousand headers', 'GET {s} HTTP/1.1', [...LINES, ...Array.from({ length: 5000 }, (_, n) => `X${n}: `)], NOT_FOUND),
  ...raw('a request line of forty thousand characters', `GET {s}?${'a'.repeat(40_000)} HTTP/1.1`, LINES, { status: 431 }),
  ...raw('NUL in a header', 'GET {s} HTTP/1.1', [...LINES, 'X: a\0b'], BAD_REQUEST),
  ...raw('a bare carriage return in a header', 'GET {s} HTTP/1.1', [...LINES, `X: a\rX-${MARK}: b`], BAD_REQUEST),
  ...raw('a header without a name', 'GET {s} HTTP/1.1', [...LINES, `: ${MARK}`], BAD_REQUEST),
  ...raw('a header named after a prototype', 'GET {s} HTTP/1.1', [...LINES, `__proto__: ${MARK}`, `constructor: ${MARK}`], NOT_FOUND),
  ...posted('a SOAPAction that is a script', { SOAPAction: `"><script>${MARK}</script>` }, UNSEEN),
  ...posted('a SOAPAction of thirty thousand quotes', { SOAPAction: '"'.repeat(30_000) }, UNSEEN),
  ...posted('a Content-Type of thirty thousand semicolons', { 'Content-Type': `text/xml${'; '.repeat(15_000)}` }, UNSEEN),
  ...posted('an Authorization that is none of ours', { Authorization: `Basic ${MARK}` }, UNSEEN),
  ...posted('a cookie named after a prototype', { Cookie: `__proto__=${MARK}; constructor=${MARK}` }, UNSEEN),
];
