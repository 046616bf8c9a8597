import { isAnswer, textOf } from '../../http/whole-message.js';
import { contentsOf, withContent, withElement } from '../edit-xml.js';
import { type LasDefect, misanswers, mishandles, misnames, misreads } from '../las-defect.js';

const RESULTS = 'leerresultaten_verzoek';

/** It reads results otherwise than they are; questions not. */
function misreadsResults(name: string, breaks: string, does: string, edit: Parameters<typeof misreads>[3]): LasDefect {
  return misreads(name, breaks, does, (xml, las) => (xml.includes(RESULTS) ? edit(xml, las) : xml));
}

/** It refuses results in which something is, although it is right. */
function refuses(name: string, breaks: string, does: string, when: (xml: string) => boolean): LasDefect {
  return misreadsResults(name, breaks, does, (xml) => (when(xml) ? withContent(xml, 'schooljaar', 'onleesbaar') : xml));
}

/** The part of a message with results that is about pupils. */
function taken(xml: string): string {
  return contentsOf(xml, 'toetsafnames').join('');
}

/** It gives an error where a fault of results belongs. */
function errsAt(name: string, breaks: string, does: string, when: (question: string) => boolean): LasDefect {
  return misanswers(name, breaks, does, (xml, question) => (when(question) ? withContent(xml, 'faultcode', 's:Server.InterneFout') : xml));
}

/** Each message gets the next of these moments, whatever it says. */
function dating(name: string, breaks: string, does: string, moment: (said: string, count: number) => string): LasDefect {
  return mishandles(name, breaks, does, () => {
    let count = 0;
    return misreadsResults(name, breaks, does, (xml) => withContent(xml, 'aanmaakdatum', (said) => moment(said, ++count))).start(NOBODY);
  });
}

const NOBODY = { caller: { autorisatiesleutel: '', klantcode: '', klantnaam: '' }, school: '' };

/** Reads the pupil of a message as the one of the message before it. */
function mistakesPupil(name: string, breaks: string, does: string, edit: (xml: string, known: string) => string): LasDefect {
  return mishandles(name, breaks, does, () => {
    let known = '';
    return misreadsResults(name, breaks, does, (xml) => {
      if (known !== '') return edit(xml, known);
      [known = ''] = contentsOf(xml, 'leerlingid');
      return xml;
    }).start(NOBODY);
  });
}

/** Has a memory of earlier messages with results; `refuse` says which it does not take for it. */
function remembers(
  name: string,
  breaks: string,
  does: string,
  start: () => { refuse(xml: string): boolean; after(xml: string, status: number): void },
): LasDefect {
  return mishandles(name, breaks, does, () => {
    const memory = start();
    return async (request, next) => {
      const xml = textOf(request) ?? '';
      if (!xml.includes(RESULTS)) return next(request);
      if (memory.refuse(xml)) return { status: 500, headers: { 'content-type': 'text/plain' }, body: Buffer.from('Niet nog eens') };
      const answer = await next(request);
      if (isAnswer(answer)) memory.after(xml, answer.status);
      return answer;
    };
  });
}

/** In what it takes in. */
const ACCEPTED_DEFECTS: readonly LasDefect[] = [
  misanswers('results-acknowledged-otherwise', 'LAS-RESULTS-01', 'It confirms results with another element.', (xml) =>
    xml.replaceAll('leerresultaten_bevestiging', 'leerresultaten_ontvangen'),
  ),
  misanswers('confirmation-with-count', 'LAS-RESULTS-02', 'It says in the confirmation how many results it took.', (xml) =>
    withElement(
      xml,
      'leerresultaten_bevestiging',
      '<leerresultaten_bevestiging xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten"><aantal>1</aantal></leerresultaten_bevestiging>',
    ),
  ),
  refuses(
    'one-pupil-at-a-time',
    'LAS-RESULTS-03',
    'It takes results of one pupil per message.',
    (xml) => xml.split('<toetsafname>').length > 2,
  ),
  refuses(
    'a-thousand-at-most',
    'LAS-RESULTS-04',
    'It takes a thousand results per message.',
    (xml) => xml.split('<resultaat ').length > 1001,
  ),
  refuses('highest-score-refused', 'LAS-RESULTS-05', 'It refuses the highest score.', (xml) => xml.includes('<score>10</score>')),
  refuses('no-oso-scores', 'LAS-RESULTS-06', 'It takes no counts of OSO.', (xml) => xml.includes('<aantalgoed>')),
  refuses('no-reference-scores', 'LAS-RESULTS-07', 'It takes no reference scores.', (xml) => xml.includes('<referentiescore')),
  refuses('no-totals', 'LAS-RESULTS-08', 'It takes results of parts only.', (xml) => !taken(xml).includes('<toetsonderdeelcode>')),
  refuses('no-hierarchy', 'LAS-RESULTS-09', 'It takes no tests in a hierarchy.', (xml) => xml.includes('<ingang')),
  refuses('no-eckid', 'LAS-RESULTS-10', 'It takes no eckid.', (xml) => xml.includes('<eckid>')),
  refuses('no-staff', 'LAS-RESULTS-11', 'It takes no resultaatverwerkerid.', (xml) => xml.includes('<resultaatverwerkerid>')),
  refuses('no-infourl', 'LAS-RESULTS-12', 'It takes no infourl.', (xml) => xml.includes('<infourl>')),
  refuses('norms-for-oso', 'LAS-RESULTS-13', 'It holds results of OSO against norms.', (xml) => xml.includes('<osoresultaat>')),
  remembers('keys-once', 'LAS-RESULTS-14', 'It takes each key once.', () => {
    const keys = new Set<string>();
    const keyIn = (xml: string) => /<resultaat key="([^"]*)"/.exec(xml)?.[1] ?? '';
    return { refuse: (xml) => keys.has(keyIn(xml)), after: (xml) => keys.add(keyIn(xml)) };
  }),
  remembers('bytes-once', 'LAS-RESULTS-15', 'It gives a page to the same bytes a second time.', () => {
    const seen = new Set<string>();
    return { refuse: (xml) => seen.has(xml), after: (xml) => seen.add(xml) };
  }),
  dating('dates-ignored', 'LAS-RESULTS-16', 'It ignores aanmaakdatum.', (_, count) => new Date(Date.now() + count).toISOString()),
  misnames('older-as-authorisation', 'LAS-RESULTS-17', 'Client.OngeldigBericht', 'Client.AutorisatieOngeldig'),
  dating('same-moment-accepted', 'LAS-RESULTS-18', 'It takes messages of the same moment.', (said, count) =>
    new Date(Date.parse(said) + count).toISOString(),
  ),
  refuses('zone-demanded', 'LAS-RESULTS-19', 'It demands a time zone.', (xml) => !/[Z+]/.test(contentsOf(xml, 'aanmaakdatum').join(''))),
  remembers('refused-message-counts', 'LAS-RESULTS-20', 'It remembers the aanmaakdatum of messages that it refused.', () => {
    const refused = new Set<string>();
    const momentIn = (xml: string) => contentsOf(xml, 'aanmaakdatum').join('');
    return { refuse: (xml) => refused.has(momentIn(xml)), after: (xml, status) => status === 500 && refused.add(momentIn(xml)) };
  }),
  refuses('vocabularies-demanded', 'LAS-RESULTS-66', 'It refuses a vocabulary that it cannot find.', (xml) => xml.includes('"urn:')),
  refuses('subjects-not-known', 'LAS-RESULTS-67', 'It does not know the recommended vocabulary by its terms.', (xml) =>
    xml.includes('<vakgebied'),
  ),
  remembers('results-sulks', 'LAS-RESULTS-68', 'It takes no results after it refused some.', () => {
    let refused = false;
    return { refuse: () => refused, after: (_, status) => (refused ||= status === 500) };
  }),
];

/** In what it refuses. */
const REFUSED_DEFECTS: readonly LasDefect[] = [
  misreadsResults('results-klantcode-unchecked', 'LAS-RESULTS-41', 'It takes results of any klantcode.', (xml, { caller }) =>
    withContent(xml, 'klantcode', caller.klantcode),
  ),
  misreadsResults('results-key-unchecked', 'LAS-RESULTS-42', 'It takes results with any autorisatiesleutel.', (xml, { caller }) =>
    withContent(xml, 'autorisatiesleutel', caller.autorisatiesleutel),
  ),
  misreadsResults('results-school-unchecked', 'LAS-RESULTS-43', 'It takes results of any school.', (xml, { school }) =>
    withContent(xml, 'brincode', school),
  ),
  misreadsResults('results-version-unchecked', 'LAS-RESULTS-44', 'It takes results in any version.', (xml) =>
    withContent(xml, 'xsdversie', '2.2'),
  ),
  errsAt(
    'results-broken-as-error',
    'LAS-RESULTS-45',
    'It takes broken results for an error of itself.',
    (question) => question.includes('<toetsen>') && !question.includes('</toetsen>'),
  ),
  errsAt(
    'results-header-as-error',
    'LAS-RESULTS-46',
    'It stumbles over results without a header.',
    (question) => !question.includes('autorisatie>'),
  ),
  misreadsResults('results-dates-not-needed', 'LAS-RESULTS-47', 'It does without afnamedatum.', (xml) =>
    xml.includes('<afnamedatum>')
      ? xml
      : xml.replaceAll('<toetscode>CONFORM-1</toetscode><toetsonderdeelcode>', (part) => `<afnamedatum>2026-01-01</afnamedatum>${part}`),
  ),
  misreadsResults('results-doubles-ignored', 'LAS-RESULTS-48', 'It looks at the first leerlingid only.', (xml) =>
    withElement(xml, 'leerlingid', (element, at) => (at === 0 ? element : '')),
  ),
  misreadsResults('results-unknown-ignored', 'LAS-RESULTS-49', 'It ignores elements of results that it does not know.', (xml) =>
    withElement(xml, 'onbekend', ''),
  ),
  misreadsResults('results-lengths-unchecked', 'LAS-RESULTS-50', 'It takes names of any length.', (xml) =>
    withContent(xml, 'toetsnaam', (content) => content.slice(0, 128)),
  ),
  misreadsResults('toetscode-unresolved', 'LAS-RESULTS-51', 'It takes a result of any toetscode for one of the first test.', (xml) => {
    const [known = ''] = contentsOf(contentsOf(xml, 'toetsen').join(''), 'toetscode');
    return withContent(xml, 'toetsafnames', (content) => withContent(content, 'toetscode', known));
  }),
  misreadsResults('keys-unchecked', 'LAS-RESULTS-52', 'It takes two results with one key.', (xml) =>
    withElement(xml, 'resultaat', (element, at) => element.replace('key="', `key="${at}-`)),
  ),
  misreadsResults('tests-unchecked', 'LAS-RESULTS-53', 'It looks at the first of two tests with one code.', (xml) =>
    withElement(xml, 'toets', (element, at) => (at === 0 ? element : '')),
  ),
  misreadsResults('numbers-unchecked', 'LAS-RESULTS-54', 'It takes two parts with one number.', (xml) =>
    withContent(xml, 'toetsonderdeelvolgnummer', (_, at) => String(at + 1)),
  ),
  misreadsResults('parts-unresolved', 'LAS-RESULTS-55', 'It takes results of parts that the test does not have.', (xml) =>
    withContent(xml, 'toetsafnames', (content) => withElement(content, 'toetsonderdeelcode', '')),
  ),
  misreadsResults('part-codes-unchecked', 'LAS-RESULTS-56', 'It takes two parts with one code.', (xml) =>
    withContent(xml, 'toetsen', (content) => withContent(content, 'toetsonderdeelcode', (code, at) => (at === 0 ? code : `${code}-${at}`))),
  ),
  misreadsResults('scores-rounded', 'LAS-RESULTS-57', 'It rounds scores.', (xml) =>
    withContent(xml, 'score', (score) => score.split('.')[0] ?? ''),
  ),
  misreadsResults('other-results-ignored', 'LAS-RESULTS-58', 'It takes an anderresultaat of no type.', (xml) =>
    withElement(xml, 'anderresultaat', '<score>0</score>'),
  ),
  mistakesPupil('eckid-enough', 'LAS-RESULTS-59', 'It does without leerlingid when there is an eckid.', (xml, known) =>
    xml.includes('<leerlingid>') ? xml : xml.replace('<eckid>', `<leerlingid>${known}</leerlingid><eckid>`),
  ),
  mistakesPupil('pupils-unchecked', 'LAS-RESULTS-60', 'It takes results of pupils that it does not have.', (xml, known) =>
    withContent(xml, 'leerlingid', known),
  ),
  misnames('pupil-as-message', 'LAS-RESULTS-60', 'Client.LeerlingOngeldig', 'Client.OngeldigBericht'),
  misnames('norm-as-message', 'LAS-RESULTS-61', 'Client.ToetsNormeringOngeldig', 'Client.OngeldigBericht'),
  misreadsResults('scores-capped', 'LAS-RESULTS-62', 'It takes scores above the norms for the highest.', (xml) =>
    withContent(xml, 'score', (score) => String(Math.min(10, Number(score)))),
  ),
  misnames('oso-as-message', 'LAS-RESULTS-63', 'Client.EldResultaatOngeldig', 'Client.OngeldigBericht'),
  misreadsResults('terms-unchecked', 'LAS-RESULTS-65', 'It takes any term of a vocabulary.', (xml) => withElement(xml, 'vakgebied', '')),
];

/** In what an administration does with results. */
export const RESULTS_DEFECTS: readonly LasDefect[] = [...ACCEPTED_DEFECTS, ...REFUSED_DEFECTS];
