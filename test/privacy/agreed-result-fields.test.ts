import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deliverRows } from '../../src/exchange/intake/slices.js';
import { uwlrMessage } from '../../src/model/incoming/uwlr-message.js';
import { resultFieldsOf } from '../../src/privacy/fields/agreed-result-fields.js';
import { resultFieldChoice } from '../../src/privacy/fields/field-choice.js';
import { makeFieldList } from '../../src/privacy/fields/field-list.js';
import { RESULTATEN } from '../../src/privacy/fields/profile.js';
import { SchoolKey } from '../../src/privacy/keys/seal.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { decodeText } from '../support/decode-text.js';
import { afname, NAMESPACES, verzoek } from '../support/messages.js';
import { olderList } from '../support/older-list.js';

const AFNAME = 'leerresultaten_verzoek/toetsafnames/toetsafname';
const ECK_ID = `https://ketenid.nl/pilot/${'c'.repeat(128)}`;

/** Invented texts that occur once each, by the name under which a list has them. */
const TEXTS = {
  'toetsafname/eckid': ECK_ID,
  'toets/toetsnaam': 'Verzonnen toetsnaam',
  'toets/leerjaar': 'Verzonnen leerjaar',
  'toets/vakgebied': 'Verzonnen vakgebied',
  'toetsnormering/norm/term': 'verzonnen term',
  'toetsnormering/norm/omschrijving': 'Verzonnen omschrijving',
  'referentiescore/kwalificatie': 'verzonnen kwalificatie',
  'resultaat/toetsonderdeelcode': 'VERZONNEN-DEEL',
} as const;

const TOETS =
  `<toets><toetscode>T1</toetscode><toetsnaam>${TEXTS['toets/toetsnaam']}</toetsnaam><leerjaar>${TEXTS['toets/leerjaar']}</leerjaar>` +
  `<vakgebied vocabulaire="urn:verzonnen:vakken">${TEXTS['toets/vakgebied']}</vakgebied>` +
  `<toetsnormering><norm><term>${TEXTS['toetsnormering/norm/term']}</term><omschrijving>${TEXTS['toetsnormering/norm/omschrijving']}</omschrijving>` +
  '<beginnormwaarde>0</beginnormwaarde><eindnormwaarde>10</eindnormwaarde></norm></toetsnormering><toetsonderdelen><toetsonderdeel>' +
  `<toetsonderdeelvolgnummer>1</toetsonderdeelvolgnummer><toetsonderdeelcode>${TEXTS['resultaat/toetsonderdeelcode']}</toetsonderdeelcode></toetsonderdeel></toetsonderdelen></toets>`;
const OSO =
  `<osoresultaat xmlns:oso="${NAMESPACES.oso}"><oso:toetsscore><oso:aantalgoed>7</oso:aantalgoed></oso:toetsscore>` +
  `<oso:referentiescore><oso:codereferentiescore>1</oso:codereferentiescore><oso:codevergelijkingsgroep>1</oso:codevergelijkingsgroep><oso:waarde>II</oso:waarde><oso:kwalificatie>${TEXTS['referentiescore/kwalificatie']}</oso:kwalificatie></oso:referentiescore></osoresultaat>`;
const RESULTS =
  `<resultaat key="r-1"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode><toetsonderdeelcode>${TEXTS['resultaat/toetsonderdeelcode']}</toetsonderdeelcode><score>8</score></resultaat>` +
  `<resultaat key="r-2"><afnamedatum>2026-01-14</afnamedatum><toetscode>T1</toetscode>${OSO}</resultaat>`;

const MESSAGE = decodeText(
  verzoek({ afnames: afname('leerling-0001', RESULTS, `<eckid>${ECK_ID}</eckid>`), toetsen: TOETS }),
  leerresultatenVerzoek,
  { version: '2.2' },
);

/** Everything that would be stored, as text, with what was taken out. */
function kept(names: readonly string[] | undefined) {
  return keptUnder(names === undefined ? undefined : makeFieldList(names, [resultFieldChoice()]).fields);
}

function keptUnder(fields: readonly string[] | undefined) {
  const rows = deliverRows({
    message: uwlrMessage(MESSAGE.value as never),
    version: '2.2',
    party: 'TESTEA',
    school: '99XX',
    infourl: { keep: 'none' },
    schoolKey: new SchoolKey(new Uint8Array(32)),
    aliases: new Map(),
    profile: resultFieldsOf(fields === undefined ? {} : { fields }),
  });
  const slices = [...rows.slices];
  return { text: JSON.stringify([rows.assessments, slices]), slices, strips: rows.strips(), fields: fields ?? [] };
}

describe('results under an agreement that names its fields', () => {
  test('are what they were where it names none', () => {
    expect(MESSAGE.findings.list).toEqual([]);
    expect(resultFieldsOf({})).toBe(RESULTATEN);
    const { text } = kept(undefined);
    for (const [name, value] of Object.entries(TEXTS)) expect([name, text.includes(value)]).toEqual([name, true]);
  });

  test('hold what it names and what that cannot do without, and of nothing else a trace', () => {
    fc.assert(
      fc.property(fc.subarray(Object.keys(TEXTS)), (chosen) => {
        const { text, fields, strips, slices } = kept(['score', ...chosen]);
        expect(slices.flatMap(({ results }) => results)).toHaveLength(2);
        for (const [name, value] of Object.entries(TEXTS)) {
          const listed = fields.some((path) => path.replaceAll('@', '').endsWith(`/${name}`));
          const isPart =
            name === 'resultaat/toetsonderdeelcode' && fields.some((path) => path.endsWith('toetsonderdeel/toetsonderdeelcode'));
          expect({ name, kept: text.includes(value) }).toEqual({ name, kept: listed || isPart });
        }
        for (const { path, rule } of strips) expect([path, rule !== 'not-in-profile' || !fields.includes(path)]).toEqual([path, true]);
      }),
      { numRuns: 60 },
    );
  });

  test('are without a pupil by ECK iD unless it is named, and say how often it was taken out', () => {
    const { slices, strips } = kept(['score']);
    expect(slices.flatMap(({ learners }) => learners).map(({ eckId }) => eckId)).toEqual([undefined]);
    expect(strips).toContainEqual({ path: `${AFNAME}/eckid`, rule: 'not-in-profile', count: 1 });
  });

  test('of a kind that is not named stay without figures: the record says that they were taken out', () => {
    const { slices, strips } = kept(['score']);
    const [score, other] = slices.flatMap(({ results }) => results).map(({ result }) => result);
    expect([score?.values.length, other?.values]).toEqual([1, []]);
    expect(strips).toContainEqual({ path: `${AFNAME}/resultaten/resultaat/osoresultaat`, rule: 'not-in-profile', count: 1 });
  });

  test('in a format of the parties are kept when that is named, as far as the classes of its fields allow', () => {
    const { fields } = makeFieldList(['anderresultaat'], [resultFieldChoice()]);
    const { allowed, extensionClasses } = resultFieldsOf({ fields });
    expect(allowed.has(`${AFNAME}/resultaten/resultaat/anderresultaat/andere_score`)).toBe(true);
    expect(extensionClasses).toEqual(['N', 'C']);
    expect(resultFieldsOf({ fields: makeFieldList(['score'], [resultFieldChoice()]).fields }).extensionClasses).toEqual([]);
  });

  test('of a part of a test are left out, and counted, where an older list does not let that be said', () => {
    const { slices, strips, text } = keptUnder(olderList('score', 'aantalgoed'));
    expect(slices.flatMap(({ results }) => results).map(({ key }) => key)).toEqual(['r-2']);
    expect(text).not.toContain('"value":"8"');
    expect(strips).toContainEqual({ path: `${AFNAME}/resultaten/resultaat`, rule: 'part-not-agreed', count: 1 });
    expect(strips).not.toContainEqual(expect.objectContaining({ path: `${AFNAME}/resultaten/resultaat/toetsonderdeelcode` }));
  });

  test('that a stored list says nothing of are not kept: an agreement never means more than it says', () => {
    const { allowed } = resultFieldsOf({ fields: ['leerlinggegevens/leerlingen/leerling/roepnaam'] });
    expect([...allowed]).toEqual([]);
  });
});
