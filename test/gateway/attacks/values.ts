import { KEY } from '../../support/gateway.js';
import { afname, type MessageParts, message, resultaat, TOETSEN } from '../../support/messages.js';
import { type Asking, question } from '../../support/pupil-questions.js';
import { type Attack, MARK, type Outcome, type World } from './attack.js';
import { post } from './http-bytes.js';

const SQL = [`' OR '1'='1`, `'; DROP TABLE results; --`, `1); DELETE FROM learners; --`, `%' UNION SELECT * FROM tokens --`];
const NAMES = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '../../../../etc/passwd',
  `$${'{jndi:ldap://x/a}'}`,
  '{{7*7}}',
  '%00',
  '%s%s%n',
];
const ODD = '9'.repeat(60_000);

const kept = (what: string): Outcome => ({ harmless: `${what} is a text like any other` });
const refused = (fault = 'Client.OngeldigBericht', rule = 'UWLR-'): Outcome => ({ fault, rule });
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function results(name: string, parts: (world: World) => MessageParts, outcome: Outcome): Attack {
  return {
    name: `results: ${name}`,
    service: 'leerresultaten',
    bytes: (world) => post('leerresultaten', message({ aanmaakdatum: world.later(), ...parts(world) })),
    outcome,
  };
}

function pupils(name: string, asking: Asking, outcome: Outcome): Attack {
  return { name: `pupil data: ${name}`, service: 'leerlinggegevens', bytes: () => post('leerlinggegevens', question(asking)), outcome };
}

const scored = (score: string, extra = '') => ({ afnames: afname(MARK, resultaat(MARK, score, extra)) });
const normed = (attributes: string) => ({ toetsen: TOETSEN.replace('<toetsnormering>', `<toetsnormering ${attributes}>`) });
const dated = (date: string) => ({ afnames: afname(MARK, resultaat(MARK).replace('2026-01-14', date)) });

/** Values that are meant to be more than a value: to a database, a template, an expression, a fetcher. */
export const VALUES: readonly Attack[] = [
  ...[...SQL, ...NAMES].flatMap((text) => [
    results(`the key of a result ${text}`, () => ({ afnames: afname('l', resultaat(escaped(text))) }), kept('a key')),
    results(`the id of a learner ${text}`, () => ({ afnames: afname(escaped(text), resultaat('k')) }), kept('an id')),
    results(`a test code ${text}`, () => renamed(escaped(text)), kept('a code')),
    results(`an autorisatiesleutel ${text}`, () => ({ sleutel: escaped(text) }), refused('Client.AutorisatieOngeldig', 'UWLR-EX-002')),
    pupils(`the key of a group ${text}`, groups(escaped(text)), kept('a key that no group has')),
    pupils(`an autorisatiesleutel ${text}`, { key: escaped(text) }, refused('Client.AutorisatieOngeldig', 'UWLR-EX-002')),
    pupils(`a brincode ${text}`, { school: `<brincode>${escaped(text)}</brincode>` }, refused()),
  ]),
  results('a vocabulary at an internal address', ({ trap }) => normed(`vocabulaire="urn:x" vocabulairelocatie="${trap}/${MARK}"`), {
    harmless: 'a vocabulairelocatie is never fetched',
  }),
  results('a vocabulary in a file', ({ canary }) => normed(`vocabulaire="urn:x" vocabulairelocatie="file://${canary}"`), {
    harmless: 'a vocabulairelocatie is never fetched',
  }),
  results('an infourl at an internal address', ({ trap }) => scored('7', `<infourl>${trap}/${MARK}</infourl>`), {
    harmless: 'an infourl is never fetched, and the agreement keeps none',
  }),
  results('a score of sixty thousand digits', () => scored(ODD), refused('Client.ScoreOngeldig')),
  results('a negative score of sixty thousand digits', () => scored(`-${ODD}`), refused()),
  results('a score that is not a number to JavaScript', () => scored('Infinity'), refused()),
  results('a score in hexadecimal', () => scored('0x10'), refused()),
  results('a score with an exponent', () => scored('1e309'), refused()),
  results('a score of zeros without end', () => scored('0'.repeat(60_000)), {
    harmless: 'XSD lets a number begin with any number of zeros',
  }),
  results('a year of sixty thousand digits', () => dated(`${ODD}-01-01`), refused()),
  results('a date of sixty thousand blanks', () => dated(`2026-01-14${' '.repeat(60_000)}x`), refused()),
  results('a moment with sixty thousand decimals', () => ({ aanmaakdatum: `2026-01-15T09:00:00.${ODD}x` }), refused()),
  results('a moment far beyond the calendar', () => ({ aanmaakdatum: '999999999-01-15T09:00:00Z' }), refused()),
  results('a URI of sixty thousand brackets', () => normed(`vocabulaire="//${'['.repeat(60_000)}"`), refused()),
  results('a URI of sixty thousand signs', () => normed(`vocabulaire="http://${'%41@:'.repeat(12_000)}["`), refused()),
  results('a URI of sixty thousand fragments', () => normed(`vocabulaire="a${'#'.repeat(60_000)}"`), refused()),
  results('an ECK iD that is nearly one', () => eck(`https://ketenid.nl/pilot/${'a'.repeat(60_000)}!`), refused()),
  results('an ECK iD of blanks', () => eck(`https://ketenid.nl/pilot/${' '.repeat(60_000)}`), refused()),
  results('a BRIN of sixty thousand characters', () => ({ brin: `99${'X'.repeat(60_000)}` }), refused()),
  results(
    'a version of sixty thousand dots',
    () => ({ xsdversie: '2.'.repeat(30_000) }),
    refused('Client.XsdVersieOngeldig', 'UWLR-EX-003'),
  ),
  results('a school year of sixty thousand digits', () => ({ schooljaar: `${ODD}-2026` }), refused()),
  results('an author that is a script', () => ({ auteur: '<auteur>&lt;script&gt;alert(1)&lt;/script&gt;</auteur>' }), kept('a name')),
  results(
    'a type of sixty thousand blanks',
    () => normed(`xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="${' '.repeat(60_000)}:"`),
    refused(),
  ),
  results('a thousand results of one key', () => ({ afnames: afname('l', resultaat('k').repeat(1000)) }), refused()),
  pupils('a school year of sixty thousand digits', { year: `${ODD}-2026` }, refused()),
  pupils('a version of sixty thousand dots', { version: '2.'.repeat(30_000) }, refused('Client.XsdVersieOngeldig', 'UWLR-EX-003')),
  pupils('a set that is the name of a prototype', { rest: '<gegevenssetid>__proto__</gegevenssetid>' }, kept('a set that is not known')),
  pupils('a key of sixty thousand characters', { key: KEY.repeat(2000) }, refused('Client.AutorisatieOngeldig', 'UWLR-')),
  pupils('the roots of another operation', { name: `leerresultaten_verzoek` }, refused('Client.OngeldigBericht', 'UWLR-SOAP-004')),
];

function renamed(code: string): MessageParts {
  const afnames = afname(
    'l',
    resultaat('k').replace('<toetscode>T1<', () => `<toetscode>${code}<`),
  );
  return { afnames, toetsen: TOETSEN.replace('<toetscode>T1<', () => `<toetscode>${code}<`) };
}

function groups(key: string): Asking {
  const both = `<groepen><groep key="${key}"/><samengestelde_groep key="${key}"/></groepen>`;
  return { name: 'leerlingen_verzoek', groups: both };
}

function eck(eckid: string): MessageParts {
  return { afnames: afname('l', resultaat('k'), `<eckid>${eckid}</eckid>`) };
}
