import { describe, expect, test } from '@jest/globals';
import type { IncomingPupil, IncomingResult } from '../../src/model/incoming/incoming-message.js';
import { incomingResult, uwlrMessage } from '../../src/model/incoming/uwlr-message.js';
import { ROSTER_ROOTS } from '../../src/model/roster/roster-fields.js';
import { RESULTATEN } from '../../src/privacy/fields/profile.js';
import { pupilFields } from '../../src/privacy/fields/pupil-profile.js';
import { SchoolKey } from '../../src/privacy/keys/seal.js';
import { Minimiser } from '../../src/privacy/minimise/minimise.js';
import { minimiseRoster } from '../../src/privacy/minimise/minimise-roster.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { PUPIL_PROFILES, versionsOf } from '../../src/uwlr/grammar/grammar.js';
import type { LeerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { FORMAT, fullMessage } from '../model/support/invented-message.js';
import { extensions } from '../support/judges.js';

/** Passes the eleven test; nobody's. */
const BSN = '123456782';

/** Have a meaning for the reader: the type of a format, and who the pupil is, which would be looked for itself. */
const LEFT_ALONE: ReadonlySet<string> = new Set(['type', 'leerlingid', 'eckid']);

/** The same value with `plant` over every text in it, but for those. */
function planted<T>(value: T, plant: (text: string) => string): T {
  if (typeof value === 'string') return plant(value) as T;
  if (Array.isArray(value)) return value.map((item) => planted(item, plant)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, LEFT_ALONE.has(name) ? inner : planted(inner, plant)]),
  ) as T;
}

/** Names of the fields in which the number is still there. A text with attributes goes by the name of its element. */
function holding(value: unknown, name = '', found = new Set<string>()): ReadonlySet<string> {
  if (typeof value === 'string' && /123.?456.?782/.test(value)) found.add(name);
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) holding(inner, Array.isArray(value) || key === 'value' ? name : key, found);
  return found;
}

function minimised(message: LeerresultatenVerzoek) {
  const incoming = uwlrMessage(message);
  const minimiser = new Minimiser(incoming, {
    profile: RESULTATEN,
    infourl: { keep: 'all' },
    extensions,
    schoolKey: new SchoolKey(new Uint8Array(32).fill(7)),
    party: 'TESTEA',
    aliases: new Map(),
  });
  const results = incoming.pupils.flatMap((one) => {
    const pupil = minimiser.pupil(one);
    return Array.from({ length: one.size }, (_, at) => minimiser.result(one.resultAt(at), pupil).result);
  });
  return { kept: { assessments: minimiser.assessments, results }, strips: minimiser.strips() };
}

/** Figures by their kinds: most hold numbers only. */
function byKind({ values, ...rest }: IncomingResult) {
  return { ...rest, values: Object.fromEntries(values.map((value) => [value.kind, value])) };
}

/** Keys that others point to, or that are sealed; numbers and dates, which the grammar lets through as such only. */
const NO_TEXT = [
  ...['date', 'key', 'code', 'part', 'number', 'level', 'weight', 'from', 'to', 'gradeFrom', 'gradeTo', 'red', 'green', 'blue', 'opacity'],
  ...['score', 'numberItems', 'numberCorrect', 'numberIncorrect', 'numberRead', 'durationSeconds', 'skillScore', 'intervalLow'],
  ...['intervalHigh', 'itemCount', 'correct', 'incorrect'],
].sort();

describe('a national number in results', () => {
  test.each([BSN, '123.456.782', '123 456 782', '123-456-782'])('written as %s stays in no field that holds text', (number) => {
    const message = planted(fullMessage(), () => `Nep ${number} tekst`);
    const { kept, strips } = minimised(message);
    expect([...holding({ ...kept, results: kept.results.map(byKind) })].sort()).toEqual(NO_TEXT);
    expect(kept.assessments[0]).toMatchObject({ name: 'Nep [nummer] tekst', subject: { value: 'Nep [nummer] tekst' } });
    const cleaned = strips.filter(({ rule }) => rule === 'bsn-like').map(({ path }) => path.split('/').slice(-2).join('/'));
    expect(cleaned).toEqual(expect.arrayContaining(['toets/toetsnaam', 'norm/term', 'norm/omschrijving', 'referentiescore/kwalificatie']));
    expect(cleaned).toEqual(expect.arrayContaining(['vakgebied/@vocabulaire', 'anderresultaat/andere_score', 'ingang/@vocabulaire']));
    expect(JSON.stringify(strips)).not.toContain(number);
  });

  test('takes the whole of a link with it, however the agreement keeps links', () => {
    const message = fullMessage();
    const results = message.toetsafnames.toetsafname[0]?.resultaten.resultaat ?? [];
    const of = (infourl: string) =>
      minimised({
        ...message,
        toetsafnames: { toetsafname: [{ leerlingid: 'LL-1', resultaten: { resultaat: [{ ...results[0], infourl }] } }] },
      } as LeerresultatenVerzoek);
    for (const url of [`https://ea.example/${BSN}`, 'https://ea.example/?n=123%2E456%2E782']) {
      const { kept, strips } = of(url);
      expect(kept.results[0]?.detailUrl).toBeUndefined();
      expect(strips).toContainEqual({ path: expect.stringMatching(/infourl$/), rule: 'bsn-like', count: 1 });
    }
    expect(of('https://ea.example/123456783').kept.results[0]).toHaveProperty('detailUrl', 'https://ea.example/123456783');
  });

  test('is taken out of formats of the parties too', () => {
    const message = fullMessage();
    const anderresultaat = { type: FORMAT, andere_score: `nr ${BSN}` } as object;
    const [afname] = message.toetsafnames.toetsafname;
    const resultaat = [{ key: 'r', afnamedatum: '2026-01-14', toetscode: 'T1', anderresultaat }];
    const { kept } = minimised({
      ...message,
      toetsafnames: { toetsafname: [{ ...afname, resultaten: { resultaat } }] },
    } as LeerresultatenVerzoek);
    expect(kept.results[0]).toMatchObject({ values: [{ value: 'nr [nummer]' }] });
  });

  test('seals the key of a result that holds it', () => {
    const schoolKey = new SchoolKey(new Uint8Array(32).fill(7));
    const message = uwlrMessage(fullMessage());
    const options = {
      profile: RESULTATEN,
      infourl: { keep: 'none' },
      extensions,
      schoolKey,
      party: 'EA',
      aliases: new Map(),
    } as const;
    const minimiser = new Minimiser(message, options);
    const pupil = minimiser.pupil(message.pupils[0] as IncomingPupil);
    const result = minimiser.result(incomingResult({ key: `toets/${BSN}`, afnamedatum: '2026-01-14', toetscode: 'T1' }), pupil);
    expect(result.key).toBeUndefined();
    expect(result.identity).not.toContain(BSN);
    expect(schoolKey.open(result.sealedKey as Uint8Array)).toBe(`toets/${BSN}`);
  });

  test('that fails the eleven test stays where it was', () => {
    const message = planted(fullMessage(), (text) => (/^[a-z ]{4,}$/i.test(text) ? `${text} 123456783` : text));
    expect(minimised(message).kept.assessments).toEqual(uwlrMessage(message).assessments);
  });
});

describe.each(ROSTER_ROOTS.map((root) => [`${root.element.name} ${versionsOf(root)}`, root] as const))('pupil data: %s', (_, root) => {
  test('of whatever comes in, no text keeps a national number', () => {
    let cleaned = 0;
    for (const version of versionsOf(root)) {
      for (let seed = 0; seed < 10; seed += 1) {
        const message = planted(generateMessage(root, version, new Random(seed), { extensions }), () => `Nep ${BSN}`);
        for (const profile of PUPIL_PROFILES) {
          const { value, strips } = minimiseRoster(root, version, message as never, pupilFields(profile, version));
          for (const name of holding(value)) expect(TYPED).toContain(name);
          cleaned += strips.filter(({ rule }) => rule === 'bsn-like').length;
        }
      }
    }
    expect(cleaned).toBeGreaterThan(0);
  });
});

/** Keys, and what the grammar lets through as a date, a code or one of a list only. */
const TYPED = [
  ...['key', 'eckid', 'schoolkey', 'schooljaar', 'peildatum', 'brincode', 'dependancecode', 'instellingsnummer', 'aanmaakdatum'],
  ...['jaargroep', 'geboortedatum', 'geslacht', 'start_ondw_jgr3', 'bsn_ondwnr-4', 'mutatiedatum', 'rol', 'ictcoordinator'],
];
