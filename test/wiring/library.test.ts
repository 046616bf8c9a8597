import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import * as library from '../../src/index.js';
import { leerresultatenVerzoek, readMessageText } from '../../src/index.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';

const exported = new Map<string, unknown>(Object.entries(library));
const PAGE = readFileSync(new URL('../../docs/library.md', import.meta.url), 'utf8');
const good = library.encodeToString(
  leerresultatenVerzoek,
  '2.2',
  generateMessage(leerresultatenVerzoek, '2.2', new Random(7), { semantic: true }),
);

/** Runs an example of the page with what it imports, and gives what it prints. */
function run(example: string, given: Readonly<Record<string, unknown>>): unknown[][] {
  const [, names = '', body = ''] = /^import \{ ([^}]*) \} from 'uwlr-gateway';\n(.*)$/s.exec(example) ?? [];
  const printed: unknown[][] = [];
  const scope = { ...given, console: { log: (...items: unknown[]) => printed.push(items) } };
  const imported = Object.fromEntries(names.split(', ').map((name) => [name, exported.get(name)]));
  for (const [name, value] of Object.entries(imported)) expect([name, typeof value]).not.toEqual([name, 'undefined']);
  const all = { ...imported, ...scope };
  new Function(...Object.keys(all), body)(...Object.values(all));
  return printed;
}

const [reading = '', writing = ''] = [...PAGE.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

test('the page shows how to read and check a message', () => {
  expect(run(reading, { xml: good })).toEqual([['2.2', expect.any(Number), 0]]);
  const [first] = run(reading, { xml: good.replace(/<schooljaar>[^<]*/, '<schooljaar>24-25') });
  expect(first?.slice(0, 3)).toEqual(['UWLR-SCH-022', '/leerresultaten_verzoek/school/schooljaar', 1]);
});

test('the page shows how to write one', () => {
  const [[xml]] = run(writing, {}) as [[string]];
  expect(readMessageText(library.leerlinggegevensVerzoek, xml)).toMatchObject({ valid: true, version: '2.2', value: { brincode: '99XX' } });
});

test.each([
  ['another message', '<Toetsdefinities xmlns="http://www.edustandaard.nl/leerresultaten/2/toetsdefinities"/>', 'UWLR-SOAP-004'],
  ['no XML', 'geen bericht', 'UWLR-XML-001'],
  ['half a message', good.slice(0, 400), 'UWLR-XML-001'],
  ['a document type', `<!DOCTYPE x>${good}`, 'UWLR-XML-002'],
  ['another version', good.replace(/<xsdversie>[^<]*/, '<xsdversie>9.9'), 'UWLR-EX-003'],
])('a text that is %s is not valid, and says so', (_, text, rule) => {
  const { valid, findings } = readMessageText(leerresultatenVerzoek, text);
  expect([valid, findings.map((finding) => finding.rule)]).toEqual([false, expect.arrayContaining([rule])]);
});
