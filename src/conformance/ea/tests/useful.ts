import { attributeOf, child, childrenOf, descend, type XmlNode } from '../../reader/xml-node.js';
import { type Outcome, review, skip } from '../../verdict.js';
import { type EaSubject, seen } from '../ea-subject.js';
import type { EaTest } from '../ea-test.js';
import type { Heard } from '../heard.js';
import { partsOf, type ResultIn, resultsIn, testsIn } from '../results-in.js';

const steps = ['pupils/first', 'results/first'] as const;

/** Test and part that a result is of. */
interface Of {
  readonly result: ResultIn;
  readonly test: XmlNode | undefined;
  readonly part: XmlNode | undefined;
}

/** The last time that each result came: a result that came twice counts once. */
function latest(ea: EaSubject): readonly Of[] {
  const results = new Map(ea.results.flatMap(resultsIn).map((result) => [result.key, result]));
  return [...results.values()].map((result) => {
    const test = testsIn(result.message).find((one) => child(one, 'toetscode')?.text.trim() === result.toetscode);
    const part = test && partsOf(test).find((one) => child(one, 'toetsonderdeelcode')?.text.trim() === result.part);
    return { result, test, part };
  });
}

/** Counts for a person to look at: how many of the results have this. */
function share(ea: EaSubject, expected: string, counts: Readonly<Record<string, (of: Of) => boolean>>): Outcome {
  const all = latest(ea);
  const [first] = ea.results;
  if (first === undefined || all.length === 0) return skip(ea.missing('a message with results'));
  const said = Object.entries(counts).map(([name, has]) => `${name} ${all.filter(has).length} of ${all.length}`);
  return review({ expected, actual: said.join(', '), evidence: [seen(first, `${all.length} results in ${ea.results.length} messages`)] });
}

function norms({ test, part }: Of): XmlNode | undefined {
  return child(part ?? test, part === undefined ? 'toetsnormering' : 'toetsonderdeelnormering');
}

function isBound(node: XmlNode | undefined): boolean {
  return attributeOf(node, 'vocabulaire') !== undefined;
}

const SECRETS = ['token', 'key', 'sleutel', 'auth', 'sig', 'session', 'password', 'wachtwoord'];

/** Whether a link has a parameter that sounds like a key to it. */
function holdsSecret(link: string): boolean {
  const names = link
    .split(/[?&#;]/)
    .slice(1)
    .flatMap((part) => (part.includes('=') ? part.slice(0, part.indexOf('=')).toLowerCase() : []));
  return names.some((name) => SECRETS.some((word) => name.includes(word)));
}

/** What results and questions are worth to those who get them. Every verdict is `review`: nothing of this is demanded. */
export const USEFUL_TESTS: readonly EaTest[] = [
  {
    id: 'ea/useful/origin',
    requirement: 'EA-USEFUL-01',
    revision: 1,
    level: 'standard',
    steps,
    en: 'How many results tell their origin',
    nl: 'Hoeveel resultaten hun herkomst vertellen',
    run: async (ea) =>
      share(ea, 'a toetscategorie with each', {
        toetscategorie: ({ test, part }) =>
          [child(test, 'toetsnormering'), child(part, 'toetsonderdeelnormering')].some((one) => child(one, 'toetscategorie') !== undefined),
        toetshierarchie: ({ test }) => child(test, 'toetshierarchie') !== undefined,
      }),
  },
  {
    id: 'ea/useful/context',
    requirement: 'EA-USEFUL-02',
    revision: 1,
    level: 'standard',
    steps,
    en: 'How many results tell their context',
    nl: 'Hoeveel resultaten hun context vertellen',
    run: async (ea) => {
      const has = (name: string) => (of: Of) => descend(of.result.node, 'osoresultaat', 'toetsscore', name) !== undefined;
      return share(ea, 'numbers of questions, correct answers and time with each', {
        aantalopgaven: has('aantalopgaven'),
        aantalgoed: has('aantalgoed'),
        tijd: has('tijd'),
      });
    },
  },
  {
    id: 'ea/useful/goal',
    requirement: 'EA-USEFUL-03',
    revision: 1,
    level: 'standard',
    steps,
    en: 'How many results lead to a learning goal',
    nl: 'Hoeveel resultaten naar een leerdoel leiden',
    run: async (ea) =>
      share(ea, 'a code that is bound to a vocabulary with each', {
        'toetscode or toetsonderdeelcode bound': ({ test, part }) =>
          isBound(child(test, 'toetscode')) || isBound(child(part, 'toetsonderdeelcode')),
        'toetshierarchie bound': ({ test }) => childrenOf(child(test, 'toetshierarchie'), 'ingang').some(isBound),
      }),
  },
  {
    id: 'ea/useful/link',
    requirement: 'EA-USEFUL-04',
    revision: 1,
    level: 'standard',
    steps,
    en: 'How many results link to their details',
    nl: 'Hoeveel resultaten naar hun details verwijzen',
    run: async (ea) => share(ea, 'an infourl with each', { infourl: ({ result }) => child(result.node, 'infourl') !== undefined }),
  },
  {
    id: 'ea/useful/names',
    requirement: 'EA-USEFUL-05',
    revision: 1,
    level: 'standard',
    steps,
    en: 'How many results are of a test with a name, a subject and a year',
    nl: 'Hoeveel resultaten zijn van een toets met naam, vakgebied en leerjaar',
    run: async (ea) =>
      share(ea, 'toetsnaam, vakgebied and leerjaar with each, and a name for each part', {
        toetsnaam: ({ test }) => child(test, 'toetsnaam') !== undefined,
        vakgebied: ({ test }) => child(test, 'vakgebied') !== undefined,
        leerjaar: ({ test }) => child(test, 'leerjaar') !== undefined,
        'toetsonderdeelnaam, or no part': ({ part }) => part === undefined || child(part, 'toetsonderdeelnaam') !== undefined,
      }),
  },
  {
    id: 'ea/useful/figures',
    requirement: 'EA-USEFUL-06',
    revision: 1,
    level: 'standard',
    steps,
    en: 'How many figures can be understood',
    nl: 'Hoeveel cijfers te begrijpen zijn',
    run: async (ea) =>
      share(ea, 'norms with each score, or a figure of OSO', {
        'score with norms': (of) => child(of.result.node, 'score') !== undefined && norms(of) !== undefined,
        'score without norms': (of) => child(of.result.node, 'score') !== undefined && norms(of) === undefined,
        osoresultaat: ({ result }) => child(result.node, 'osoresultaat') !== undefined,
        anderresultaat: ({ result }) => child(result.node, 'anderresultaat') !== undefined,
      }),
  },
  {
    id: 'ea/useful/without-need',
    requirement: 'EA-USEFUL-07',
    revision: 1,
    level: 'standard',
    steps,
    en: 'What was sent without need',
    nl: 'Wat zonder noodzaak is meegestuurd',
    run: async (ea) => {
      const [first] = ea.results;
      if (first === undefined) return skip(ea.missing('a message with results'));
      const inSchool = (name: string) => ea.results.filter(({ payload }) => descend(payload, 'school', name) !== undefined).length;
      const links = latest(ea).filter(({ result }) => holdsSecret(child(result.node, 'infourl')?.text ?? '')).length;
      const staff = latest(ea).filter(({ result }) => child(result.taking, 'resultaatverwerkerid') !== undefined).length;
      return review({
        expected: 'no auteur, no commentaar, no keys in links; resultaatverwerkerid where the administration needs it',
        actual: `auteur in ${inSchool('auteur')} and commentaar in ${inSchool('commentaar')} of ${ea.results.length} messages, keys in ${links} links, resultaatverwerkerid with ${staff} results`,
        evidence: [seen(first, `${ea.results.length} messages with results`)],
      });
    },
  },
  {
    id: 'ea/useful/set-named',
    requirement: 'EA-USEFUL-08',
    revision: 1,
    level: 'standard',
    steps: ['pupils/first'],
    en: 'How many questions name the set that they need',
    nl: 'Hoeveel vragen de gegevensset noemen die nodig is',
    run: async (ea) => {
      const [first] = ea.questions;
      if (first === undefined) return skip(ea.missing('a question for pupil data'));
      const named = (one: Heard) => (child(one.payload, 'gegevenssetid')?.text.trim() ?? '') !== '';
      return review({
        expected: 'a gegevenssetid in each question',
        actual: `gegevenssetid in ${ea.questions.filter(named).length} of ${ea.questions.length} questions`,
        evidence: [seen(first, `${ea.questions.length} questions`)],
      });
    },
  },
];
