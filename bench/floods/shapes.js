// Messages that are cheap to send and meant to be costly to read: each is one piece of markup, over and over, in one place.
import { SENDER } from '../messages/sender.js';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const AUT = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';
const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const LG = 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens';

const ENVELOPE = `<s:Envelope xmlns:s="${SOAP}" xmlns:aut="${AUT}">`;
const HEADER =
  `<aut:autorisatie><aut:autorisatiesleutel>${SENDER.sleutel}</aut:autorisatiesleutel>` +
  `<aut:klantcode>${SENDER.klantcode}</aut:klantcode><aut:klantnaam>${SENDER.klantnaam}</aut:klantnaam></aut:autorisatie>`;
const SCHOOL =
  '<school><schooljaar>2024-2025</schooljaar><brincode>99AA</brincode><dependancecode>00</dependancecode>' +
  '<aanmaakdatum>2025-07-01T12:00:00Z</aanmaakdatum><auteur>Meetprogramma</auteur><xsdversie>2.2</xsdversie></school>';
const TO_BODY = `${ENVELOPE}<s:Header>${HEADER}</s:Header><s:Body>`;
const FROM_BODY = '</s:Body></s:Envelope>';
const REQUEST = `${TO_BODY}<leerresultaten_verzoek xmlns="${LR}">`;
const FROM_REQUEST = `</leerresultaten_verzoek>${FROM_BODY}`;
const ANSWER = `<s:Envelope xmlns:s="${SOAP}"><s:Body>`;

/** Where a flood stands: what comes before and after it. Those of `reader: 'answer'` are answers of an administration. */
const PLACES = [
  { of: 'header', place: 'header', head: `${ENVELOPE}<s:Header>`, tail: `${HEADER}</s:Header><s:Body/></s:Envelope>` },
  { of: 'header', place: 'header block', head: `${ENVELOPE}<s:Header><x>`, tail: `</x>${HEADER}</s:Header><s:Body/></s:Envelope>` },
  {
    of: 'header',
    place: 'autorisatie',
    head: `${ENVELOPE}<s:Header><aut:autorisatie>`,
    tail: `</aut:autorisatie></s:Header><s:Body/></s:Envelope>`,
  },
  { of: 'envelope', place: 'envelope', head: ENVELOPE, tail: '</s:Envelope>' },
  { of: 'envelope', place: 'after the body', head: `${TO_BODY}${FROM_BODY.replace('</s:Envelope>', '')}`, tail: '</s:Envelope>' },
  { of: 'body', place: 'body', head: TO_BODY, tail: FROM_BODY },
  { of: 'body', place: 'message', head: REQUEST, tail: FROM_REQUEST },
  { of: 'body', place: 'message, tolerant', policy: 'tolerant', head: `${REQUEST}${SCHOOL}`, tail: FROM_REQUEST },
  {
    of: 'body',
    place: 'results, tolerant',
    policy: 'tolerant',
    head: `${REQUEST}${SCHOOL}<toetsafnames>`,
    tail: `</toetsafnames>${FROM_REQUEST}`,
  },
  { of: 'body', place: 'text of the message', head: `${REQUEST}<school><auteur>`, tail: `</auteur></school>${FROM_REQUEST}` },
  {
    of: 'answer',
    place: 'answer',
    reader: 'answer',
    head: `${ANSWER}<leerlinggegevens_antwoord xmlns="${LG}">`,
    tail: `</leerlinggegevens_antwoord>${FROM_BODY}`,
  },
  { of: 'answer', place: 'answer, envelope', reader: 'answer', head: ANSWER, tail: FROM_BODY },
  {
    of: 'answer',
    place: 'answer, fault',
    reader: 'answer',
    head: `${ANSWER}<s:Fault><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail>`,
    tail: `</detail></s:Fault>${FROM_BODY}`,
  },
];

const count = (n, make) => Array.from({ length: n }, (_, at) => make(at)).join('');
const deep = (n, make) => `${count(n, make)}${'</a>'.repeat(n)}`;
const prefixes = (n, from, uri) => count(n, (at) => ` xmlns:p${from + at}="${uri}"`);

/** One piece of markup each; `unit(n)` is the `n`th. */
const UNITS = [
  { kind: 'elements', name: 'empty', unit: () => '<a/>' },
  { kind: 'elements', name: 'open and close', unit: () => '<a></a>' },
  { kind: 'elements', name: 'fifty deep', unit: () => deep(50, () => '<a>') },
  { kind: 'elements', name: 'other names', unit: (n) => `<a${n}/>` },
  { kind: 'elements', name: 'long names', unit: (n) => `<${'a'.repeat(900)}${n}/>` },
  { kind: 'elements', name: 'names outside of ASCII', unit: (n) => `<é${n}/>` },
  { kind: 'elements', name: 'of the standard', unit: () => '<toetsafname/>' },
  { kind: 'elements', name: 'blanks in tags', unit: () => `<a${' '.repeat(500)}/>` },
  { kind: 'attributes', name: 'one', unit: () => '<a b=""/>' },
  { kind: 'attributes', name: 'thirty', unit: () => `<a${count(30, (n) => ` b${n}=""`)}/>` },
  { kind: 'attributes', name: 'thirty, of one length and other names', unit: (n) => `<a${count(30, (at) => ` b${n}x${10 + at}=""`)}/>` },
  { kind: 'attributes', name: 'thirty on a result', unit: () => `<toetsafname${count(30, (n) => ` b${n}=""`)}/>` },
  { kind: 'attributes', name: 'xsi:type', unit: () => '<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="i:b"/>' },
  { kind: 'namespaces', name: 'one, on each element', unit: (n) => `<a xmlns="u${n}"/>` },
  { kind: 'namespaces', name: 'thirty, on each element', unit: (n) => `<a${prefixes(30, 0, `u${n}`)}/>` },
  { kind: 'namespaces', name: 'thirty new ones', unit: (n) => `<a${prefixes(30, n * 30, 'u')}/>` },
  {
    kind: 'namespaces',
    name: 'many in force, and one more',
    whole: (n) =>
      `${count(50, (at) => `<a${prefixes(30, at * 30, 'u')}>`)}${count(n / 20, (at) => `<a xmlns:q="u${at}"/>`)}${'</a>'.repeat(50)}`,
  },
  {
    kind: 'namespaces',
    name: 'a long one, many names',
    whole: (n) => `<a xmlns="${'u'.repeat(60_000)}">${count(n / 10, (at) => `<a${at}/>`)}</a>`,
  },
  { kind: 'namespaces', name: 'names under two in turn', unit: () => '<a xmlns="u1"><b/><c/></a><a xmlns="u2"><b/><c/></a>' },
  { kind: 'comments', name: 'empty', unit: () => '<!---->' },
  { kind: 'comments', name: 'of dashes', unit: () => `<!--${'- '.repeat(2000)}-->` },
  { kind: 'comments', name: 'of carriage returns', unit: () => `<!--${'\r'.repeat(2000)}-->` },
  { kind: 'processing instructions', name: 'empty', unit: () => '<?a?>' },
  { kind: 'processing instructions', name: 'of question marks', unit: () => `<?a ${'?x'.repeat(2000)}?>` },
  { kind: 'processing instructions', name: 'one without end', whole: (n) => `<?${'a'.repeat(n)}?>` },
  { kind: 'text pieces', name: 'between comments', unit: () => 'x<!---->' },
  { kind: 'text pieces', name: 'empty CDATA', unit: () => '<![CDATA[]]>' },
  { kind: 'text pieces', name: 'CDATA of a character', unit: () => '<![CDATA[x]]>' },
  { kind: 'text pieces', name: 'CDATA of brackets', unit: () => `<![CDATA[${'] '.repeat(2000)}]]>` },
  { kind: 'text pieces', name: 'carriage returns', unit: () => `<a>${'\r'.repeat(2000)}</a>` },
  { kind: 'text pieces', name: 'brackets', unit: () => `<a>${']'.repeat(2000)}</a>` },
  { kind: 'findings', name: 'a text where none may be', unit: () => '<toetsafname>x</toetsafname>' },
  { kind: 'findings', name: 'out of order', unit: () => '<toetsafname><resultaten/><leerlingid>x</leerlingid></toetsafname>' },
  { kind: 'findings', name: 'empty and optional', unit: () => '<toetsafname><leerlingid>x</leerlingid><eckid></eckid></toetsafname>' },
  { kind: 'findings', name: 'a header over and over', unit: () => `<autorisatie/>` },
  { kind: 'entities', name: 'named', unit: () => '<a>&lt;</a>' },
  { kind: 'entities', name: 'in a row', unit: () => `<a>${'&lt;'.repeat(2000)}</a>` },
  { kind: 'entities', name: 'numbers', unit: () => `<a>${'&#x41;'.repeat(2000)}</a>` },
  { kind: 'entities', name: 'numbers with zeros', unit: () => `<a>&#${'0'.repeat(900)}65;</a>` },
  { kind: 'entities', name: 'in attributes', unit: () => `<a b="${'&lt;'.repeat(2000)}"/>` },
];

/** All floods: `{ of, place, kind, name, reader, policy, text(bytes) }`. */
export const FLOODS = PLACES.flatMap((place) =>
  UNITS.map((flood) => ({
    of: place.of,
    place: place.place,
    kind: flood.kind,
    name: flood.name,
    reader: place.reader ?? 'request',
    policy: place.policy ?? 'strict',
    text: (bytes) => `${place.head}${repeated(flood, bytes - place.head.length - place.tail.length)}${place.tail}`,
  })),
);

function repeated({ unit, whole }, bytes) {
  if (whole !== undefined) return whole(Math.max(bytes, 1));
  const pieces = [];
  for (let [n, length] = [0, 0]; length < bytes; n += 1) {
    const piece = unit(n);
    pieces.push(piece);
    length += piece.length;
  }
  return pieces.join('');
}
