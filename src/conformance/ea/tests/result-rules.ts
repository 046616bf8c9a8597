import type { RuleId } from '../../../uwlr/rules.js';
import { VAKGEBIEDEN_URI } from '../../../uwlr/vocabularies.js';
import { checkResults } from '../../file/results/check-results.js';
import { attributeOf, child } from '../../reader/xml-node.js';
import { fail, type Outcome, pass, type SuiteFinding, skip } from '../../verdict.js';
import { type EaSubject, seen } from '../ea-subject.js';
import type { EaTest } from '../ea-test.js';
import { every, wrong } from '../every.js';
import type { Heard } from '../heard.js';
import { filledIn, resultsIn, testsIn } from '../results-in.js';

const steps = ['pupils/first', 'results/first'] as const;

/** Rules about content that have no requirement here by themselves. */
const OTHERS: readonly RuleId[] = [
  'UWLR-LR-003',
  'UWLR-LR-008',
  'UWLR-LR-010',
  'UWLR-LR-011',
  'UWLR-LR-012',
  'UWLR-LR-013',
  'UWLR-LR-014',
  'UWLR-LR-015',
  'UWLR-LR-016',
  'UWLR-LR-018',
  'UWLR-LR-019',
  'UWLR-LR-021',
  'UWLR-LR-022',
  'UWLR-LR-025',
  'UWLR-LR-027',
  'UWLR-LR-028',
];

/** Whether these rules hold in every message with results. */
function rulesHold(ea: EaSubject, rules: readonly RuleId[], expected: string): Outcome {
  let looked = 0;
  let broken = 0;
  let worst: Heard | undefined;
  const findings: SuiteFinding[] = [];
  for (const message of ea.results) {
    if (message.payload === undefined) continue;
    const checked = checkResults(message.payload, { now: new Date(message.at) });
    for (const rule of rules) {
      const { looked: here = 0, broken: wrongHere = 0, findings: found = [] } = checked.get(rule) ?? {};
      looked += here;
      broken += wrongHere;
      if (wrongHere > 0) worst ??= message;
      findings.push(...found);
    }
  }
  const [first] = ea.results;
  if (first === undefined) return skip(ea.missing('a message with results'));
  if (looked === 0) return skip('no result has anything that this is about');
  if (worst === undefined) return pass(seen(first, `held in ${looked} places of ${ea.results.length} messages`));
  return fail({
    expected,
    actual: `broken in ${broken} of ${looked} places`,
    evidence: [seen(worst, 'the first message in which it is broken')],
    findings: findings.slice(0, 20),
  });
}

interface Rule extends Pick<EaTest, 'requirement' | 'en' | 'nl' | 'versions'> {
  readonly name: string;
  readonly rules: readonly RuleId[];
  readonly expected: string;
}

function ruleTest({ name, rules, expected, ...rest }: Rule): EaTest {
  return { id: `ea/results/${name}`, revision: 1, level: 'standard', steps, ...rest, run: async (ea) => rulesHold(ea, rules, expected) };
}

/** What the standard means of the content of results, under the ids of the rules. */
export const RESULT_RULE_TESTS: readonly EaTest[] = [
  {
    id: 'ea/results/toetscodes',
    requirement: 'EA-RESULTS-12',
    revision: 1,
    level: 'standard',
    steps,
    en: 'Every toetscode is that of a test in the message',
    nl: 'Elke toetscode is die van een toets in het bericht',
    run: async (ea) =>
      every(ea, filledIn(ea.results), {
        what: 'message with results',
        expected: 'a toets for each toetscode',
        wrong: (one) => {
          const codes = new Set(testsIn(one).map((test) => child(test, 'toetscode')?.text.trim()));
          const odd = resultsIn(one).find(({ toetscode }) => !codes.has(toetscode));
          return odd === undefined ? undefined : wrong('a toetscode without a toets', odd.node.path);
        },
      }),
  },
  ruleTest({
    name: 'parts',
    requirement: 'EA-RESULTS-13',
    versions: ['2.1', '2.2', '2.3'],
    en: 'Every toetsonderdeelcode is that of a part of the test',
    nl: 'Elke toetsonderdeelcode is die van een onderdeel van de toets',
    rules: ['UWLR-LR-002'],
    expected: 'parts that the test has',
  }),
  ruleTest({
    name: 'days',
    requirement: 'EA-RESULTS-15',
    en: 'No afnamedatum is in the future',
    nl: 'Geen afnamedatum ligt in de toekomst',
    rules: ['UWLR-LR-007'],
    expected: 'days that have been',
  }),
  ruleTest({
    name: 'scores',
    requirement: 'EA-RESULTS-16',
    en: 'Scores lie within the norms',
    nl: 'Scores liggen binnen de normering',
    rules: ['UWLR-LR-006'],
    expected: 'scores within the norms of the test or part',
  }),
  ruleTest({
    name: 'norms',
    requirement: 'EA-RESULTS-17',
    en: 'Norms run forwards, and do not overlap',
    nl: 'Normen lopen op, en overlappen niet',
    rules: ['UWLR-LR-004', 'UWLR-LR-005'],
    expected: 'norms that run forwards and do not overlap',
  }),
  ruleTest({
    name: 'terms',
    requirement: 'EA-RESULTS-18',
    en: 'Terms of Vakgebieden stand in it',
    nl: 'Termen van Vakgebieden staan erin',
    rules: ['UWLR-LR-009'],
    expected: 'terms of the vocabulary that they name',
  }),
  {
    id: 'ea/results/subjects',
    requirement: 'EA-RESULTS-19',
    revision: 1,
    level: 'standard',
    steps,
    en: 'Subjects are of the recommended vocabulary',
    nl: 'Vakgebieden zijn van het aanbevolen vocabulaire',
    run: async (ea) => {
      const has = (one: Heard) => testsIn(one).flatMap((test) => child(test, 'vakgebied') ?? []);
      const messages = ea.results.filter((one) => has(one).length > 0);
      if (messages.length === 0 && ea.results.length > 0) return skip('no test has a vakgebied');
      return every(ea, messages, {
        what: 'message with a vakgebied',
        expected: 'the vocabulary Vakgebieden',
        wrong: (one) => {
          const odd = has(one).find((subject) => attributeOf(subject, 'vocabulaire') !== VAKGEBIEDEN_URI);
          return odd === undefined ? undefined : wrong('a vakgebied that does not name it', odd.path);
        },
      });
    },
  },
  ruleTest({
    name: 'other-rules',
    requirement: 'EA-RESULTS-23',
    en: 'Results keep the other rules about their content',
    nl: 'Resultaten houden zich aan de andere regels over hun inhoud',
    rules: OTHERS,
    expected: 'no findings under these rules',
  }),
];
