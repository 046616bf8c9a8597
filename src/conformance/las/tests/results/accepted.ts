import type { ConformanceTest } from '../../../conformance-test.js';
import { norm, type ResultItem, type ResultsMessage, subjectElement, testElement } from '../../../messages/results.js';
import { element, freshKey } from '../../../messages/write.js';
import { inWords } from '../../../reader/soap-answer.js';
import { fail, pass, skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import type { Change } from '../../results-delivery.js';
import { confirmationName, confirmedResults, judgeConfirmed, USUAL, usualResults, withResults } from './sending.js';

const SINCE_2 = ['2.1', '2.2', '2.3'] as const;
const LARGE = 2000;

/** Other values of the result of the first pupil. */
function withResult(item: Partial<ResultItem>, more: Partial<ResultsMessage> = {}): Change {
  return (usual) => {
    const [pupil] = usual.pupils;
    if (pupil === undefined) return usual;
    return { ...usual, ...more, pupils: [{ ...pupil, results: [{ key: freshKey(), ...item }] }] };
  };
}

const SCORE_OF_OSO =
  '<osoresultaat><toetsscore xmlns="http://www.edustandaard.nl/oso_gegevensset/1.2/dossier"><aantalopgaven>25</aantalopgaven>' +
  '<aantalgoed>20</aantalgoed><aantalfout>5</aantalfout><tijd>1800</tijd><vaardigheidsscore>141.5</vaardigheidsscore></toetsscore></osoresultaat>';
const REFERENCE_OF_OSO =
  '<osoresultaat><referentiescore xmlns="http://www.edustandaard.nl/oso_gegevensset/1.2/dossier"><codereferentiescore>DLE</codereferentiescore>' +
  '<codevergelijkingsgroep>Landelijk</codevergelijkingsgroep><waarde>25</waarde></referentiescore></osoresultaat>';

const COLOUR =
  '<normkleur><rood_code>200</rood_code><groen_code>40</groen_code><blauw_code>0</blauw_code><transparantie>1.00</transparantie></normkleur>';
const WHOLE =
  `<toetsnormering><toetscategorie>methode</toetscategorie><toetsniveau>M</toetsniveau><wegingsfactor>1</wegingsfactor>` +
  `${norm('oefenen', 0, 10, `${COLOUR}<schoolcijfer_vanaf>1.0</schoolcijfer_vanaf><schoolcijfer_totenmet>5.4</schoolcijfer_totenmet>`)}` +
  `${norm('goed', 11, 20)}</toetsnormering>` +
  '<toetshierarchie><ingang niveau="1">Proefmethode</ingang><ingang niveau="2">Blok 1</ingang></toetshierarchie>';

/** Results that a LAS has to take in. */
export const ACCEPTED_RESULTS_TESTS: readonly ConformanceTest<LasSubject>[] = [
  {
    id: 'las/results/accepted',
    requirement: 'LAS-RESULTS-01',
    revision: 1,
    level: 'connect',
    perVersion: true,
    writes: true,
    needs: ['las/pupils/answered'],
    en: 'A result of a known pupil is confirmed',
    nl: 'Een resultaat van een bekende leerling wordt bevestigd',
    advice: {
      en: 'Confirm valid results of a known pupil with leerresultaten_bevestiging. Check the address for results, the key and the pupil of the configuration.',
      nl: 'Bevestig geldige resultaten van een bekende leerling met leerresultaten_bevestiging. Controleer het adres voor resultaten, de sleutel en de leerling in de configuratie.',
    },
    async run(las) {
      const sent = await usualResults(las);
      return 'answer' in sent ? judgeConfirmed(las, sent) : sent;
    },
  },
  {
    ...USUAL,
    id: 'las/results/confirmation-empty',
    requirement: 'LAS-RESULTS-02',
    level: 'standard',
    perVersion: true,
    en: 'The confirmation holds nothing, in the namespace of results',
    nl: 'De bevestiging bevat niets, in de namespace van resultaten',
    run: (las) =>
      withResults(las, async (control, { answer }) => {
        if (answer.kind !== 'payload') return skip('no confirmation');
        const { payload, exchange } = answer;
        const findings = las.judge.findings(payload, las.version) ?? [];
        const found = {
          kind: 'element',
          text: `${confirmationName(las)} without content`,
          path: payload.path,
          exchange: exchange.number,
        } as const;
        if (payload.content.length === 0 && findings.length === 0) return pass(found, control);
        const actual = payload.content.length > 0 ? 'a confirmation with content' : (findings[0]?.message ?? '');
        return fail({ expected: `an empty ${confirmationName(las)}, valid as its schema says`, actual, evidence: [control], findings });
      }),
  },
  {
    ...USUAL,
    id: 'las/results/many-pupils',
    requirement: 'LAS-RESULTS-03',
    level: 'standard',
    en: 'Results of all pupils that the LAS gives are confirmed in one message',
    nl: 'Resultaten van alle leerlingen die het LAS geeft, worden in één bericht bevestigd',
    run: (las) => manyPupils(las, 200, 1),
  },
  {
    ...USUAL,
    id: 'las/results/large',
    requirement: 'LAS-RESULTS-04',
    level: 'full',
    en: `${LARGE} results in one message are confirmed`,
    nl: `${LARGE} resultaten in één bericht worden bevestigd`,
    run: (las) => manyPupils(las, 500, LARGE),
  },
  confirmedResults({
    id: 'las/results/score',
    requirement: 'LAS-RESULTS-05',
    en: 'A score at the edge of the norms is confirmed',
    nl: 'Een score op de rand van de normering wordt bevestigd',
    send: (las) => las.results.send(withResult({ value: element('score', '10') })),
  }),
  confirmedResults({
    id: 'las/results/oso-score',
    requirement: 'LAS-RESULTS-06',
    versions: SINCE_2,
    en: 'A result with counts, time and skill score is confirmed',
    nl: 'Een resultaat met aantallen, tijd en vaardigheidsscore wordt bevestigd',
    send: (las) => las.results.send(withResult({ value: SCORE_OF_OSO, part: '' })),
  }),
  confirmedResults({
    id: 'las/results/oso-reference',
    requirement: 'LAS-RESULTS-07',
    versions: SINCE_2,
    en: 'A result with a reference score is confirmed',
    nl: 'Een resultaat met een referentiescore wordt bevestigd',
    send: (las) => las.results.send(withResult({ value: REFERENCE_OF_OSO, part: '' })),
  }),
  confirmedResults({
    id: 'las/results/total',
    requirement: 'LAS-RESULTS-08',
    versions: SINCE_2,
    en: 'The total of a test, without toetsonderdeelcode, is confirmed',
    nl: 'Het totaal van een toets, zonder toetsonderdeelcode, wordt bevestigd',
    send: (las) => las.results.send(withResult({ part: '' })),
  }),
  confirmedResults({
    id: 'las/results/whole-definition',
    requirement: 'LAS-RESULTS-09',
    versions: SINCE_2,
    en: 'A test with everything that a definition may have is confirmed',
    nl: 'Een toets met alles wat een definitie mag bevatten, wordt bevestigd',
    send: (las) => las.results.send(withResult({ part: '' }, { tests: testElement(las.version, { whole: WHOLE }) })),
  }),
  confirmedResults({
    id: 'las/results/eckid',
    requirement: 'LAS-RESULTS-10',
    versions: ['2.2', '2.3'],
    en: 'An eckid beside the leerlingid is accepted',
    nl: 'Een eckid naast de leerlingid wordt aanvaard',
    async send(las) {
      const known = (await las.results.learners())[0]?.eckid;
      const eckid = known ?? `https://ketenid.nl/pilot/${'0'.repeat(128)}`;
      return las.results.send((usual) => ({ ...usual, pupils: usual.pupils.map((pupil) => ({ ...pupil, eckid })) }));
    },
  }),
  confirmedResults({
    id: 'las/results/staff',
    requirement: 'LAS-RESULTS-11',
    en: 'A resultaatverwerkerid is accepted',
    nl: 'Een resultaatverwerkerid wordt aanvaard',
    send: (las) => las.results.send((usual) => ({ ...usual, pupils: usual.pupils.map((pupil) => ({ ...pupil, staff: 'CONFORM' })) })),
  }),
  confirmedResults({
    id: 'las/results/infourl',
    requirement: 'LAS-RESULTS-12',
    en: 'An infourl is accepted',
    nl: 'Een infourl wordt aanvaard',
    send: (las) => las.results.send(withResult({ value: '<score>6</score><infourl>https://leverancier.example/uitleg</infourl>' })),
  }),
  confirmedResults({
    id: 'las/results/oso-with-norms',
    requirement: 'LAS-RESULTS-13',
    versions: SINCE_2,
    en: 'Norms do not matter for a result of OSO',
    nl: 'Normen doen er niet toe voor een resultaat van OSO',
    send: (las) => las.results.send(withResult({ value: SCORE_OF_OSO })),
  }),
  confirmedResults({
    id: 'las/results/term-known',
    requirement: 'LAS-RESULTS-67',
    en: 'A subject of the recommended vocabulary is accepted',
    nl: 'Een vakgebied uit het aanbevolen vocabulaire wordt aanvaard',
    send: (las) =>
      las.results.send((usual) => ({ ...usual, tests: testElement(las.version, { subject: subjectElement('Rekenen en wiskunde') }) })),
  }),
  confirmedResults({
    id: 'las/results/vocabulary-unknown',
    requirement: 'LAS-RESULTS-66',
    en: 'A term of a vocabulary that nobody has is accepted',
    nl: 'Een term uit een vocabulaire dat niemand heeft, wordt aanvaard',
    send: (las) =>
      las.results.send((usual) => ({
        ...usual,
        tests: testElement(las.version, { subject: subjectElement('Proefvak', 'urn:uwlr-conform:vocabulaire') }),
      })),
  }),
];

/** Results of up to so many pupils, and at least so many results. */
function manyPupils(las: LasSubject, pupils: number, least: number) {
  return withResults(las, async (control) => {
    const learners = (await las.results.learners()).slice(0, pupils);
    const each = Math.max(1, Math.ceil(least / learners.length));
    const sent = await las.results.send((usual) => ({
      ...usual,
      pupils: learners.map(({ key }) => ({ leerlingid: key, results: Array.from({ length: each }, () => ({ key: freshKey() })) })),
    }));
    if (sent === undefined) return skip('no pupil to send results of');
    const outcome = judgeConfirmed(las, sent, control);
    if (outcome.verdict !== 'pass') return outcome;
    const said = `${learners.length * each} results of ${learners.length} pupils: ${inWords(sent.answer)}`;
    return pass({ kind: 'answer', text: said, exchange: sent.answer.exchange.number }, control);
  });
}
