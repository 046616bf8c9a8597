import type { RESULT_RULES } from '../../../src/uwlr/rules/result-rules.js';
import { VAKGEBIEDEN_URI } from '../../../src/uwlr/vocabularies.js';
import {
  afname,
  ECK_ID,
  HERE,
  LEERLING,
  norm,
  normering,
  onderdeel,
  onderdelen,
  oso,
  type Parts,
  resultaat,
  SCHOOL,
  toets,
} from './results-text.js';

export const ROOT = '/leerresultaten_verzoek';
export const AFNAME = `${ROOT}/toetsafnames/toetsafname[1]`;
const RESULT = `${AFNAME}/resultaten/resultaat[1]`;
export const TEST = `${ROOT}/toetsen/toets[1]`;
export const VAK = ` vocabulaire="${VAKGEBIEDEN_URI}"`;

export function reference(code: string, group: string): string {
  return `<o:referentiescore><o:codereferentiescore>${code}</o:codereferentiescore><o:codevergelijkingsgroep>${group}</o:codevergelijkingsgroep><o:waarde>24</o:waarde></o:referentiescore>`;
}

export function score(fields: string): string {
  return oso(`<o:toetsscore>${fields}</o:toetsscore>`);
}

function withResult(parts: Parameters<typeof resultaat>[0], toetsen = toets()): Parts {
  return { afnames: afname(resultaat(parts)), toetsen };
}

/** Results that break one rule and nothing else, and such as just keep it. */
export interface ResultCase {
  readonly rule: keyof typeof RESULT_RULES;
  readonly name: string;
  readonly path: string;
  /** Marked where the finding is expected. */
  readonly wrong: Parts;
  readonly right: Parts;
}

/** Every rule that a message with results can break by itself. */
export const RESULT_CASES: readonly ResultCase[] = [
  {
    rule: 'UWLR-LR-001',
    name: 'a school year of three years',
    path: `${ROOT}/school/schooljaar`,
    wrong: { school: `${HERE}${SCHOOL.replace('2025-2026', '2024-2026')}` },
    right: { school: SCHOOL },
  },
  {
    rule: 'UWLR-LR-002',
    name: 'a part that is not in the test',
    path: `${RESULT}/toetsonderdeelcode`,
    wrong: withResult({ onderdeel: `${HERE}<toetsonderdeelcode>B</toetsonderdeelcode>` }, toets(onderdelen(onderdeel(1, 'A')))),
    right: withResult({ onderdeel: '<toetsonderdeelcode>A</toetsonderdeelcode>' }, toets(onderdelen(onderdeel(1, 'A')))),
  },
  {
    rule: 'UWLR-LR-003',
    name: 'two parts with one code',
    path: `${TEST}/toetsonderdelen/toetsonderdeel[2]/toetsonderdeelcode`,
    wrong: {
      toetsen: toets(onderdelen(onderdeel(1, 'A'), onderdeel(2, 'A').replace('<toetsonderdeelcode', `${HERE}<toetsonderdeelcode`))),
    },
    right: { toetsen: toets(onderdelen(onderdeel(1, 'A'), onderdeel(2, 'B'))) },
  },
  {
    rule: 'UWLR-LR-004',
    name: 'a norm that ends before it begins',
    path: `${TEST}/toetsnormering/norm[2]/eindnormwaarde`,
    wrong: { toetsen: toets(normering(norm(0, 10) + norm(20, 19).replace('<eindnormwaarde', `${HERE}<eindnormwaarde`))) },
    right: { toetsen: toets(normering(norm(0, 10) + norm(20, 20))) },
  },
  {
    rule: 'UWLR-LR-005',
    name: 'norms that overlap',
    path: `${TEST}/toetsnormering/norm[2]`,
    wrong: { toetsen: toets(normering(norm(0, 6) + HERE + norm(5, 10))) },
    right: { toetsen: toets(normering(norm(0, 5) + norm(6, 10))) },
  },
  {
    rule: 'UWLR-LR-006',
    name: 'a score above the norms',
    path: `${RESULT}/score`,
    wrong: withResult({ figures: `${HERE}<score>11</score>` }),
    right: withResult({ figures: '<score>10</score>' }),
  },
  {
    rule: 'UWLR-LR-007',
    name: 'a test of tomorrow',
    path: `${RESULT}/afnamedatum`,
    wrong: { afnames: afname(resultaat({ datum: '2026-03-03' }).replace('<afnamedatum', `${HERE}<afnamedatum`)) },
    right: withResult({ datum: '2026-03-02' }),
  },
  {
    rule: 'UWLR-LR-008',
    name: 'a level of the hierarchy that occurs twice',
    path: `${TEST}/toetshierarchie/ingang[2]/@niveau`,
    wrong: {
      toetsen: toets(`<toetshierarchie><ingang niveau="1">Boek</ingang>\n${HERE}<ingang niveau="01">Blok</ingang></toetshierarchie>`),
    },
    right: { toetsen: toets('<toetshierarchie><ingang niveau="1">Boek</ingang><ingang niveau="2">Blok</ingang></toetshierarchie>') },
  },
  {
    rule: 'UWLR-LR-008',
    name: 'a level of the hierarchy below 1',
    path: `${TEST}/toetshierarchie/ingang[1]/@niveau`,
    wrong: { toetsen: toets(`<toetshierarchie>${HERE}<ingang niveau="0">Boek</ingang></toetshierarchie>`) },
    right: { toetsen: toets('<toetshierarchie><ingang niveau="3">Boek</ingang></toetshierarchie>') },
  },
  {
    rule: 'UWLR-LR-009',
    name: 'a subject that is not in its vocabulary',
    path: `${TEST}/vakgebied`,
    wrong: { toetsen: toets(`${HERE}<vakgebied${VAK}>Rekenen</vakgebied>`) },
    right: { toetsen: toets(`<vakgebied${VAK}>Rekenen en wiskunde</vakgebied>`) },
  },
  {
    rule: 'UWLR-LR-009',
    name: 'a norm term that is not in the vocabulary of its normering',
    path: `${TEST}/toetsnormering/norm[1]/term`,
    wrong: { toetsen: toets(normering(norm(0, 10).replace('<term', `${HERE}<term`), 'toetsnormering', VAK)) },
    right: { toetsen: toets(normering(norm(0, 10, '', 'Spelling'), 'toetsnormering', VAK)) },
  },
  {
    rule: 'UWLR-LR-010',
    name: 'more items right than there are',
    path: `${RESULT}/osoresultaat/toetsscore/aantalgoed`,
    wrong: withResult({ figures: score(`<o:aantalopgaven>20</o:aantalopgaven>${HERE}<o:aantalgoed>21</o:aantalgoed>`) }),
    right: withResult({ figures: score('<o:aantalopgaven>20</o:aantalopgaven><o:aantalgoed>20</o:aantalgoed>') }),
  },
  {
    rule: 'UWLR-LR-010',
    name: 'right and wrong together more than there are',
    path: `${RESULT}/osoresultaat/toetsscore/aantalopgaven`,
    wrong: withResult({
      figures: score(`${HERE}<o:aantalopgaven>20</o:aantalopgaven><o:aantalgoed>15</o:aantalgoed><o:aantalfout>6</o:aantalfout>`),
    }),
    right: withResult({
      figures: score('<o:aantalopgaven>20</o:aantalopgaven><o:aantalgoed>15</o:aantalgoed><o:aantalfout>4</o:aantalfout>'),
    }),
  },
  {
    rule: 'UWLR-LR-010',
    name: 'a negative count',
    path: `${RESULT}/osoresultaat/toetsscore/aantalgelezen`,
    wrong: withResult({ figures: score(`${HERE}<o:aantalgelezen>-1</o:aantalgelezen>`) }),
    right: withResult({ figures: score('<o:aantalgelezen>-0</o:aantalgelezen>') }),
  },
  {
    rule: 'UWLR-LR-011',
    name: 'a confidence interval that ends before it begins',
    path: `${RESULT}/osoresultaat/toetsscore/betrouwbaarheidsinterval`,
    wrong: withResult({
      figures: score(
        `<o:vaardigheidsscore>0.5</o:vaardigheidsscore>${HERE}<o:betrouwbaarheidsinterval><o:bivlaag>0.51</o:bivlaag><o:bivhoog>0.5</o:bivhoog></o:betrouwbaarheidsinterval>`,
      ),
    }),
    right: withResult({
      figures: score('<o:betrouwbaarheidsinterval><o:bivlaag>-.5</o:bivlaag><o:bivhoog>-0.50</o:bivhoog></o:betrouwbaarheidsinterval>'),
    }),
  },
  {
    rule: 'UWLR-LR-012',
    name: 'a reference score that OSO does not list',
    path: `${RESULT}/osoresultaat/referentiescore[2]/codereferentiescore`,
    wrong: withResult({
      figures: oso(
        reference('DLE', 'Landelijk') + reference('dle', 'Landelijk').replace('<o:codereferentiescore', `${HERE}<o:codereferentiescore`),
      ),
    }),
    right: withResult({ figures: oso(reference('DLE', 'Landelijk') + reference('LA', 'Landelijk')) }),
  },
  {
    rule: 'UWLR-LR-013',
    name: 'a group of comparison that OSO does not list',
    path: `${RESULT}/osoresultaat/referentiescore[1]/codevergelijkingsgroep`,
    wrong: withResult({ figures: oso(reference('DLE', 'Regio').replace('<o:codeverg', `${HERE}<o:codeverg`)) }),
    right: withResult({ figures: oso(reference('DLE', 'BB+')) }),
  },
  {
    rule: 'UWLR-LR-014',
    name: 'an ECK iD in another form',
    path: `${AFNAME}/eckid`,
    wrong: { afnames: afname(resultaat(), `${LEERLING}${HERE}<eckid>eckid_L1</eckid>`) },
    right: { afnames: afname(resultaat(), `${LEERLING}<eckid>${ECK_ID}</eckid>`) },
  },
  {
    rule: 'UWLR-LR-015',
    name: 'an OSO result that says nothing',
    path: `${RESULT}/osoresultaat`,
    wrong: withResult({ figures: `${HERE}${oso('')}` }),
    right: withResult({ figures: oso(reference('AVI', 'Landelijk')) }),
  },
  {
    rule: 'UWLR-LR-015',
    name: 'an OSO result with an empty score',
    path: `${RESULT}/osoresultaat`,
    wrong: withResult({ figures: `${HERE}${score('')}` }),
    right: withResult({ figures: score('<o:tijd>1.5</o:tijd>') }),
  },
  {
    rule: 'UWLR-LR-016',
    name: "a result key that holds the pupil's key",
    path: `${RESULT}/@key`,
    wrong: { afnames: afname(HERE + resultaat({ key: 'toets-9/ll-0001' })) },
    right: { afnames: afname(resultaat({ key: 'toets-9/ll-0002' })) },
  },
  {
    rule: 'UWLR-LR-027',
    name: 'two keys of results that are one without white space',
    path: `${RESULT}/@key`,
    wrong: { afnames: afname(HERE + resultaat({ key: ' f9' }) + resultaat({ key: 'f9' })) },
    right: { afnames: afname(resultaat({ key: 'f8' }) + resultaat({ key: 'f9' })) },
  },
  {
    rule: 'UWLR-LR-028',
    name: 'white space around the key of a result',
    path: `${RESULT}/@key`,
    wrong: { afnames: afname(HERE + resultaat({ key: 'f9 ' })) },
    right: { afnames: afname(resultaat({ key: 'f9' })) },
  },
  {
    rule: 'UWLR-LR-018',
    name: 'a dummy key',
    path: `${AFNAME}/leerlingid`,
    wrong: { afnames: afname(resultaat(), `${HERE}<leerlingid>#001</leerlingid>`) },
    right: { afnames: afname(resultaat(), '<leerlingid>001#</leerlingid>') },
  },
  {
    rule: 'UWLR-LR-019',
    name: 'white space around a key',
    path: `${AFNAME}/leerlingid`,
    wrong: { afnames: afname(resultaat(), `${HERE}<leerlingid> LL-0001</leerlingid>`) },
    right: { afnames: afname(resultaat(), '<leerlingid>LL 0001</leerlingid>') },
  },
  {
    rule: 'UWLR-LR-019',
    name: 'white space around the key of a member of staff',
    path: `${AFNAME}/resultaatverwerkerid`,
    wrong: { afnames: afname(resultaat(), `${LEERLING}${HERE}<resultaatverwerkerid>LK-1\n</resultaatverwerkerid>`) },
    right: { afnames: afname(resultaat(), `${LEERLING}<resultaatverwerkerid>LK-1</resultaatverwerkerid>`) },
  },
  {
    rule: 'UWLR-LR-020',
    name: 'a message from the day after tomorrow',
    path: `${ROOT}/school/aanmaakdatum`,
    wrong: { school: SCHOOL.replace('<aanmaakdatum>2026-03-01T09:00:00+01:00', `${HERE}<aanmaakdatum>2026-03-03T12:00:00.001Z`) },
    right: { school: SCHOOL.replace('2026-03-01T09:00:00+01:00', '2026-03-03T12:00:00Z') },
  },
  {
    rule: 'UWLR-LR-021',
    name: 'a range of marks that ends before it begins',
    path: `${TEST}/toetsnormering/norm[2]/schoolcijfer_totenmet`,
    wrong: {
      toetsen: toets(
        normering(
          norm(0, 5, '<schoolcijfer_vanaf>1.00</schoolcijfer_vanaf>') +
            norm(6, 10, `<schoolcijfer_vanaf>9.5</schoolcijfer_vanaf>${HERE}<schoolcijfer_totenmet>9.49</schoolcijfer_totenmet>`),
        ),
      ),
    },
    right: {
      toetsen: toets(
        normering(norm(0, 10, '<schoolcijfer_vanaf>9.5</schoolcijfer_vanaf><schoolcijfer_totenmet>9.50</schoolcijfer_totenmet>')),
      ),
    },
  },
  {
    rule: 'UWLR-LR-022',
    name: 'another version than that of the test',
    path: `${RESULT}/versie`,
    wrong: withResult({ onderdeel: `${HERE}<versie>2</versie>` }, toets('<versie>1</versie>')),
    right: withResult({ onderdeel: '<versie>1</versie>' }, toets('<versie>1</versie>')),
  },
  {
    rule: 'UWLR-LR-023',
    name: 'a blank key',
    path: `${AFNAME}/leerlingid`,
    wrong: { afnames: afname(resultaat(), `${HERE}<leerlingid>  </leerlingid>`) },
    right: { afnames: afname() },
  },
  {
    rule: 'UWLR-LR-025',
    name: 'a key that may be a national number',
    path: `${AFNAME}/leerlingid`,
    wrong: { afnames: afname(resultaat(), `${HERE}<leerlingid>123456782</leerlingid>`) },
    right: { afnames: afname(resultaat(), '<leerlingid>123456783</leerlingid>') },
  },
];
