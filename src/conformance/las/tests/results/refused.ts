import type { ConformanceTest } from '../../../conformance-test.js';
import { normsOfPart, PARTS, type ResultItem, resultsBody, subjectElement, testElement } from '../../../messages/results.js';
import { element, freshKey } from '../../../messages/write.js';
import { inWords } from '../../../reader/soap-answer.js';
import { review, skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import type { Change } from '../../results-delivery.js';
import { came, judgeRefusal } from '../refusal.js';
import { isConfirmed, refusedResults, USUAL, withResults } from './sending.js';

const INVALID = ['Client.OngeldigBericht'];
const NO_ACCESS = ['Client.AutorisatieOngeldig'];
const NOBODY = 'ONBEKEND-CONFORM';
const SINCE_2 = ['2.1', '2.2', '2.3'] as const;
const IMPOSSIBLE_OSO =
  '<osoresultaat><toetsscore xmlns="http://www.edustandaard.nl/oso_gegevensset/1.2/dossier"><aantalopgaven>10</aantalopgaven>' +
  '<aantalgoed>12</aantalgoed></toetsscore></osoresultaat>';

/** These results in the place of the usual one, each with a key that nobody used before unless it is given. */
function having(...results: readonly Partial<ResultItem>[]): Change {
  return (usual) => ({
    ...usual,
    pupils: usual.pupils.map((pupil) => ({ ...pupil, results: results.map((item) => ({ key: freshKey(), ...item })) })),
  });
}

/** These tests in the place of the usual one. */
function defining(tests: string): Change {
  return (usual) => ({ ...usual, tests });
}

/** The usual results under another header. */
async function sendAs(las: LasSubject, header: string) {
  const message = await las.results.message();
  if (message === undefined) return undefined;
  return las.results.sendBody(resultsBody(las.version, message), new Date(message.createdAt), { header });
}

/** Defects that every message may have. */
const CALLER_TESTS: readonly ConformanceTest<LasSubject>[] = [
  refusedResults({
    id: 'las/results/klantcode-unknown',
    requirement: 'LAS-RESULTS-41',
    en: 'Results with an unknown klantcode are refused with their fault',
    nl: 'Resultaten met een onbekende klantcode krijgen de fout die erbij hoort',
    codes: ['Client.OngeldigeKlantIdentificatie'],
    send: (las) => sendAs(las, las.header({ klantcode: NOBODY })),
  }),
  refusedResults({
    id: 'las/results/key-wrong',
    requirement: 'LAS-RESULTS-42',
    en: 'Results with a wrong autorisatiesleutel are refused with their fault',
    nl: 'Resultaten met een onjuiste autorisatiesleutel krijgen de fout die erbij hoort',
    codes: NO_ACCESS,
    send: (las) => sendAs(las, las.header({ autorisatiesleutel: NOBODY })),
  }),
  refusedResults({
    id: 'las/results/school-not-opened',
    requirement: 'LAS-RESULTS-43',
    en: 'Results for a school that the key does not open are refused with their fault',
    nl: 'Resultaten voor een school waar de sleutel geen toegang toe geeft, krijgen de fout die erbij hoort',
    codes: NO_ACCESS,
    send: (las) => las.results.send((usual) => ({ ...usual, school: las.config.otherSchool })),
  }),
  refusedResults({
    id: 'las/results/xsdversie-unsupported',
    requirement: 'LAS-RESULTS-44',
    en: 'Results in a version that nobody has are refused with their fault',
    nl: 'Resultaten in een versie die niemand heeft, krijgen de fout die erbij hoort',
    codes: ['Client.XsdVersieOngeldig'],
    send: (las) => las.results.send((usual) => ({ ...usual, xsdversie: '9.9' })),
  }),
  refusedResults({
    id: 'las/results/xml-broken',
    requirement: 'LAS-RESULTS-45',
    en: 'Results as broken XML are refused with their fault',
    nl: 'Resultaten als kapotte XML krijgen de fout die erbij hoort',
    codes: INVALID,
    send: (las) =>
      las.results.send(
        (usual) => usual,
        (body) => body.replace('</toetsen>', ''),
      ),
  }),
  refusedResults({
    id: 'las/results/header-missing',
    requirement: 'LAS-RESULTS-46',
    en: 'Results without the autorisatie header are refused with their fault',
    nl: 'Resultaten zonder de autorisatieheader krijgen de fout die erbij hoort',
    codes: NO_ACCESS,
    send: (las) => sendAs(las, ''),
  }),
];

/** Defects of keys, references and values within results (spec c.10, d). */
const CONTENT_TESTS: readonly ConformanceTest<LasSubject>[] = [
  refusedResults({
    id: 'las/results/toetscode-dangling',
    requirement: 'LAS-RESULTS-51',
    en: 'A result of a test that is not in the message is refused',
    nl: 'Een resultaat van een toets die niet in het bericht staat, wordt geweigerd',
    codes: INVALID,
    send: (las) => las.results.send(having({ test: 'CONFORM-WEG' })),
  }),
  refusedResults({
    id: 'las/results/key-twice',
    requirement: 'LAS-RESULTS-52',
    en: 'Two results with one key are refused',
    nl: 'Twee resultaten met één sleutel worden geweigerd',
    codes: INVALID,
    send: (las) => {
      const key = freshKey();
      return las.results.send(having({ key }, { key, part: PARTS[1] }));
    },
  }),
  refusedResults({
    id: 'las/results/toetscode-twice',
    requirement: 'LAS-RESULTS-53',
    en: 'Two tests with one toetscode are refused',
    nl: 'Twee toetsen met één toetscode worden geweigerd',
    codes: INVALID,
    send: (las) => las.results.send(defining(testElement(las.version) + testElement(las.version))),
  }),
  refusedResults({
    id: 'las/results/number-twice',
    requirement: 'LAS-RESULTS-54',
    en: 'Two parts with the numbers 1 and 01 are refused',
    nl: 'Twee onderdelen met de nummers 1 en 01 worden geweigerd',
    codes: INVALID,
    send: (las) => {
      const parts = [
        ['1', PARTS[0]],
        ['01', PARTS[1]],
      ] as const;
      return las.results.send(defining(testElement(las.version, { parts })));
    },
  }),
  refusedResults({
    id: 'las/results/part-dangling',
    requirement: 'LAS-RESULTS-55',
    en: 'A result of a part that its test does not have is refused',
    nl: 'Een resultaat van een onderdeel dat de toets niet heeft, wordt geweigerd',
    codes: [],
    send: (las) => las.results.send(having({ part: 'CONFORM-WEG' })),
  }),
  refusedResults({
    id: 'las/results/part-twice',
    requirement: 'LAS-RESULTS-56',
    en: 'Two parts with one toetsonderdeelcode are refused',
    nl: 'Twee onderdelen met één toetsonderdeelcode worden geweigerd',
    codes: [],
    send: (las) => {
      const parts = [
        ['1', PARTS[0]],
        ['2', PARTS[0]],
      ] as const;
      return las.results.send(defining(testElement(las.version, { parts })));
    },
  }),
  ...['7.5', 'X', '-1'].map((score, at) =>
    refusedResults({
      id: `las/results/score-${['with-decimals', 'x', 'negative'][at]}`,
      requirement: 'LAS-RESULTS-57',
      en: `A score ${score} is refused`,
      nl: `Een score ${score} wordt geweigerd`,
      codes: INVALID,
      send: (las) => las.results.send(having({ value: element('score', score) })),
    }),
  ),
  refusedResults({
    id: 'las/results/other-result-without-type',
    requirement: 'LAS-RESULTS-58',
    versions: SINCE_2,
    en: 'An anderresultaat without its type is refused',
    nl: 'Een anderresultaat zonder type wordt geweigerd',
    codes: INVALID,
    send: (las) => las.results.send(having({ value: '<anderresultaat/>' })),
  }),
  refusedResults({
    id: 'las/results/eckid-only',
    requirement: 'LAS-RESULTS-59',
    versions: ['2.2'],
    en: 'An eckid without a leerlingid is refused',
    nl: 'Een eckid zonder leerlingid wordt geweigerd',
    codes: INVALID,
    async send(las) {
      const eckid = (await las.results.learners())[0]?.eckid ?? `https://ketenid.nl/pilot/${'0'.repeat(128)}`;
      return las.results.send((usual) => ({ ...usual, pupils: usual.pupils.map((pupil) => ({ ...pupil, leerlingid: '', eckid })) }));
    },
  }),
  refusedResults({
    id: 'las/results/pupil-unknown',
    requirement: 'LAS-RESULTS-60',
    en: 'Results of a pupil whom the school does not have are refused with their fault',
    nl: 'Resultaten van een leerling die de school niet heeft, krijgen de fout die erbij hoort',
    codes: ['Client.LeerlingOngeldig'],
    send: (las) => las.results.send((usual) => ({ ...usual, pupils: usual.pupils.map((pupil) => ({ ...pupil, leerlingid: NOBODY })) })),
  }),
  refusedResults({
    id: 'las/results/norm-backwards',
    requirement: 'LAS-RESULTS-61',
    versions: SINCE_2,
    en: 'A norm that ends before it begins is refused with its fault',
    nl: 'Een norm die eindigt voordat hij begint, krijgt de fout die erbij hoort',
    codes: ['Client.ToetsNormeringOngeldig'],
    send: (las) => las.results.send(defining(testElement(las.version, { norms: normsOfPart(las.version, 10, 0) }))),
  }),
  refusedResults({
    id: 'las/results/score-outside-norms',
    requirement: 'LAS-RESULTS-62',
    en: 'A score above the highest norm is refused with its fault',
    nl: 'Een score boven de hoogste norm krijgt de fout die erbij hoort',
    codes: ['Client.ScoreOngeldig'],
    send: (las) => las.results.send(having({ value: element('score', '11') })),
  }),
  refusedResults({
    id: 'las/results/oso-impossible',
    requirement: 'LAS-RESULTS-63',
    versions: SINCE_2,
    en: 'More right answers than questions are refused with their fault',
    nl: 'Meer goede antwoorden dan opgaven krijgen de fout die erbij hoort',
    codes: ['Client.EldResultaatOngeldig'],
    send: (las) => las.results.send(having({ value: IMPOSSIBLE_OSO, part: '' })),
  }),
  {
    ...USUAL,
    id: 'las/results/term-wrong',
    requirement: 'LAS-RESULTS-65',
    level: 'standard',
    en: 'A subject that the recommended vocabulary does not have is refused with its fault',
    nl: 'Een vakgebied dat niet in het aanbevolen vocabulaire staat, krijgt de fout die erbij hoort',
    run: (las) =>
      withResults(las, async (control) => {
        const sent = await las.results.send(defining(testElement(las.version, { subject: subjectElement('Toveren') })));
        if (sent === undefined) return skip('no pupil to send results of');
        if (!isConfirmed(las, sent.answer)) return judgeRefusal(sent.answer, ['Client.VocabulaireTermOngeldig'], control);
        return review({
          expected: 'fault Client.VocabulaireTermOngeldig, when the LAS has the recommended vocabulary of subjects',
          actual: `${inWords(sent.answer)}: does it have that vocabulary?`,
          evidence: [came(sent.answer), control],
        });
      }),
  },
];

/** Results that a LAS has to refuse, each with one defect. */
export const REFUSED_RESULTS_TESTS: readonly ConformanceTest<LasSubject>[] = [...CALLER_TESTS, ...CONTENT_TESTS];
