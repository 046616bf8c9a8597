import { child } from '../../reader/xml-node.js';
import { fail, pass, skip } from '../../verdict.js';
import { type EaSubject, seen } from '../ea-subject.js';
import type { EaTest } from '../ea-test.js';
import { every, wrong } from '../every.js';
import type { Heard } from '../heard.js';
import { hasZone, millisecondsOf } from '../instants.js';
import { givenBefore, lastGivenBefore, learnerOf, learnersIn, teachersIn } from '../known.js';
import { filledIn, keysIn, madeAtOf, partsOf, type ResultIn, resultsIn, takingOf, testsIn } from '../results-in.js';
import { schoolIdOf, schoolsIn, versionSpoken } from '../steps/door.js';

const steps = ['pupils/first', 'results/first'] as const;
const MORE = [...steps, 'results/second', 'results/again'] as const;
const what = 'message with results';

/** Messages that came after pupil data were given: before that nobody can tell whose keys they have. */
function afterData(ea: EaSubject): readonly Heard[] {
  return ea.results.filter((one) => givenBefore(ea, one).length > 0);
}

function all(ea: EaSubject): readonly ResultIn[] {
  return ea.results.flatMap(resultsIn);
}

/** What a client delivers: the school, the moments, the people, the keys, the tests. */
export const RESULT_TESTS: readonly EaTest[] = [
  {
    id: 'ea/results/schema',
    requirement: 'EA-RESULTS-01',
    revision: 1,
    level: 'connect',
    steps,
    en: 'Messages with results are valid against the schema',
    nl: 'Berichten met resultaten voldoen aan het schema',
    advice: {
      en: 'Mend what the schema says of the message; uwlr conform file checks a saved one.',
      nl: 'Herstel wat het schema over het bericht zegt; uwlr conform file controleert een bewaard bericht.',
    },
    run: async (ea) =>
      every(ea, ea.results, {
        what,
        expected: 'a valid message',
        wrong: (one) => {
          const version = versionSpoken(one, ea.config) ?? '2.2';
          const findings = one.payload === undefined ? [] : ea.judge.findings(one.payload, version);
          if (findings === undefined) return wrong('a message that no schema declares');
          return findings.length === 0 ? undefined : { text: `${findings.length} findings of the schema`, findings };
        },
      }),
  },
  {
    id: 'ea/results/school',
    requirement: 'EA-RESULTS-02',
    revision: 1,
    level: 'connect',
    steps,
    en: 'Results name the agreed school and school year',
    nl: 'Resultaten noemen de afgesproken school en het schooljaar',
    advice: {
      en: 'Give the school of the pupils, and the school year that the pupil data were asked for.',
      nl: 'Geef de school van de leerlingen, en het schooljaar waarvoor de leerlinggegevens zijn gevraagd.',
    },
    run: async (ea) =>
      every(ea, ea.results, {
        what,
        expected: 'the agreed school and school year',
        wrong: ({ payload }) => {
          if (payload === undefined || !schoolsIn(payload).includes(schoolIdOf(ea.config.school))) return wrong('another school, or none');
          const year = child(child(payload, 'school'), 'schooljaar')?.text.trim();
          return year === ea.config.schoolYear ? undefined : wrong('another school year, or none');
        },
      }),
  },
  {
    id: 'ea/results/increasing',
    requirement: 'EA-RESULTS-03',
    revision: 1,
    level: 'standard',
    steps: MORE,
    en: 'The aanmaakdatum is later in each message',
    nl: 'De aanmaakdatum is in elk bericht later',
    run: async (ea) => {
      const [first, second] = ea.results;
      if (first === undefined || second === undefined) return skip(ea.missing('two messages with results'));
      // The same bytes again after no confirmation are one message, sent twice.
      const messages = ea.results.filter(
        (one) =>
          !ea.results.some(
            (other) => other.exchange < one.exchange && other.done.what !== 'confirmed' && other.request.body.equals(one.request.body),
          ),
      );
      return every(ea, messages, {
        what,
        expected: 'an aanmaakdatum later than that of the message before',
        wrong: (one) => {
          const moment = millisecondsOf(madeAtOf(one));
          if (moment === undefined) return wrong('no moment in aanmaakdatum');
          const before = messages.filter(({ exchange }) => exchange < one.exchange).map((other) => millisecondsOf(madeAtOf(other)) ?? 0);
          return before.every((other) => other < moment) ? undefined : wrong('the same or an earlier aanmaakdatum');
        },
      });
    },
  },
  {
    id: 'ea/results/zone',
    requirement: 'EA-RESULTS-04',
    revision: 1,
    level: 'standard',
    steps,
    en: 'The aanmaakdatum says its zone',
    nl: 'De aanmaakdatum noemt haar tijdzone',
    run: async (ea) =>
      every(ea, ea.results, {
        what,
        expected: 'a zone in aanmaakdatum',
        wrong: (one) => (hasZone(madeAtOf(one) ?? '') ? undefined : wrong('no zone')),
      }),
  },
  {
    id: 'ea/results/pupils',
    requirement: 'EA-RESULTS-05',
    revision: 1,
    level: 'connect',
    steps,
    en: 'Results are of pupils whom the administration gave',
    nl: 'Resultaten zijn van leerlingen die de administratie gaf',
    advice: {
      en: 'Put the key of the leerling in the pupil data into leerlingid, to the letter.',
      nl: 'Zet de key van de leerling uit de leerlinggegevens letterlijk in leerlingid.',
    },
    run: async (ea) => {
      const messages = afterData(ea);
      if (messages.length === 0 && ea.results.length > 0) return skip('the client delivered results without asking for pupil data');
      return every(ea, messages, {
        what: 'message with results after pupil data were given',
        expected: 'pupils of those data only',
        wrong: (one) => {
          const learners = learnersIn(givenBefore(ea, one));
          const odd = resultsIn(one).find((result) => learnerOf(learners, result) === undefined);
          return odd === undefined ? undefined : wrong('a leerlingid that is no key of a pupil', odd.taking.path);
        },
      });
    },
  },
  {
    id: 'ea/results/eck-ids',
    requirement: 'EA-RESULTS-06',
    revision: 1,
    level: 'standard',
    steps,
    versions: ['2.2', '2.3'],
    en: 'An eckid belongs to the pupil',
    nl: 'Een eckid hoort bij de leerling',
    run: async (ea) => {
      const messages = afterData(ea).filter((one) => resultsIn(one).some(({ eckid }) => eckid !== undefined));
      if (messages.length === 0 && ea.results.length > 0) return skip('no result has an eckid');
      return every(ea, messages, {
        what: 'message with eckids',
        expected: 'the eckid that was given for the pupil',
        wrong: (one) => {
          const learners = learnersIn(givenBefore(ea, one));
          const odd = resultsIn(one).find((result) => result.eckid !== undefined && learnerOf(learners, result)?.eckId !== result.eckid);
          return odd === undefined ? undefined : wrong('an eckid of somebody else', odd.taking.path);
        },
      });
    },
  },
  {
    id: 'ea/results/eck-ids-used',
    requirement: 'EA-RESULTS-07',
    revision: 1,
    level: 'standard',
    steps,
    versions: ['2.3'],
    en: 'From 2.3 on pupils who have an ECK iD are named by it',
    nl: 'Vanaf 2.3 worden leerlingen met een ECK iD daarmee aangeduid',
    run: async (ea) =>
      every(
        ea,
        afterData(ea).filter(({ version }) => version === '2.3'),
        {
          what: 'message with results in 2.3',
          expected: 'an eckid for every pupil who has one',
          wrong: (one) => {
            const learners = learnersIn(lastGivenBefore(ea, one));
            const odd = resultsIn(one).find((result) => result.eckid === undefined && learnerOf(learners, result)?.eckId !== undefined);
            return odd === undefined ? undefined : wrong('a pupil who has an ECK iD without it', odd.taking.path);
          },
        },
      ),
  },
  {
    id: 'ea/results/staff',
    requirement: 'EA-RESULTS-08',
    revision: 1,
    level: 'standard',
    steps,
    en: 'A resultaatverwerkerid is the key of a member of staff',
    nl: 'Een resultaatverwerkerid is de key van een medewerker',
    run: async (ea) => {
      const has = (one: Heard) => resultsIn(one).filter(({ taking }) => child(taking, 'resultaatverwerkerid') !== undefined);
      const messages = afterData(ea).filter((one) => has(one).length > 0);
      if (messages.length === 0 && ea.results.length > 0) return skip('no result has a resultaatverwerkerid');
      return every(ea, messages, {
        what: 'message with resultaatverwerkerid',
        expected: 'keys of staff that were given',
        wrong: (one) => {
          const keys = new Set(teachersIn(givenBefore(ea, one)).map(({ key }) => key));
          const odd = has(one).find(({ taking }) => !keys.has(child(taking, 'resultaatverwerkerid')?.text.trim()));
          return odd === undefined ? undefined : wrong('a resultaatverwerkerid that is no key of a member of staff', odd.taking.path);
        },
      });
    },
  },
  {
    id: 'ea/results/keys-once',
    requirement: 'EA-RESULTS-09',
    revision: 1,
    level: 'standard',
    steps,
    en: 'Keys of results stand once in a message',
    nl: 'Keys van resultaten staan één keer in een bericht',
    run: async (ea) =>
      every(ea, filledIn(ea.results), {
        what,
        expected: 'every key of a result once',
        wrong: (one) => {
          const twice = resultsIn(one).length - keysIn(one).size;
          return twice === 0 ? undefined : wrong(`${twice} keys that stand there more than once`);
        },
      }),
  },
  {
    id: 'ea/results/keys-of-one-taking',
    requirement: 'EA-RESULTS-10',
    revision: 1,
    level: 'standard',
    steps: MORE,
    en: 'A key stays that of one taking',
    nl: 'Een key blijft die van één afname',
    run: async (ea) => {
      const [first, second] = ea.results;
      if (first === undefined || second === undefined) return skip(ea.missing('two messages with results'));
      const takings = new Map<string, string>();
      for (const result of all(ea).toReversed()) takings.set(result.key, takingOf(result));
      return every(ea, filledIn(ea.results), {
        what,
        expected: 'keys of takings that they were of before',
        wrong: (one) => {
          const odd = resultsIn(one).find((result) => takings.get(result.key) !== takingOf(result));
          return odd === undefined ? undefined : wrong('a key that was of another pupil, test or day before', odd.node.path);
        },
      });
    },
  },
  {
    id: 'ea/results/taking-under-one-key',
    requirement: 'EA-RESULTS-11',
    revision: 1,
    level: 'standard',
    steps: [...steps, 'results/lost', 'results/again'],
    en: 'A taking that comes again has the key that it had',
    nl: 'Een afname die opnieuw komt, heeft de key die zij had',
    run: async (ea) => {
      const keys = new Map<string, string>();
      let again: ResultIn | undefined;
      for (const result of all(ea)) {
        const taking = takingOf(result);
        const known = keys.get(taking);
        if (known === undefined) keys.set(taking, result.key);
        // Within one message there may be two takings on one day.
        else if (known === result.key) again = result;
        else if (!resultsIn(result.message).some(({ key }) => key === known))
          return fail({
            expected: 'the key that the taking had before',
            actual: 'another key',
            evidence: [seen(result.message, 'a taking that came before under another key', result.node.path)],
          });
      }
      if (again === undefined) return skip('no taking came twice');
      return pass(seen(again.message, 'a taking that came before, under the same key', again.node.path));
    },
  },
  {
    id: 'ea/results/tests-complete',
    requirement: 'EA-RESULTS-14',
    revision: 1,
    level: 'standard',
    steps: MORE,
    en: 'A test has the same parts in every message',
    nl: 'Een toets heeft in elk bericht dezelfde onderdelen',
    run: async (ea) => {
      const parts = new Map<string, ReadonlySet<string>>();
      let compared: Heard | undefined;
      const codeOf = (one: ReturnType<typeof testsIn>[number], name: string) => child(one, name)?.text.trim() ?? '';
      for (const message of ea.results)
        for (const test of testsIn(message)) {
          const id = JSON.stringify([codeOf(test, 'toetscode'), codeOf(test, 'versie')]);
          const codes = new Set(partsOf(test).map((part) => codeOf(part, 'toetsonderdeelcode')));
          const known = parts.get(id);
          parts.set(id, new Set([...(known ?? []), ...codes]));
          if (known === undefined) continue;
          compared = message;
          if (known.size !== codes.size || [...known].some((code) => !codes.has(code)))
            return fail({
              expected: 'all parts of the test in every message',
              actual: `${codes.size} parts, where another message has ${known.size}`,
              evidence: [seen(message, 'a test with other parts than before', test.path)],
            });
        }
      if (compared === undefined) return skip('no test came in two messages');
      return pass(seen(compared, `${parts.size} tests, those that came again with the parts that they had`));
    },
  },
  {
    id: 'ea/results/complete',
    requirement: 'EA-RESULTS-20',
    revision: 1,
    level: 'standard',
    steps: [...steps, 'results/Server.TijdelijkNietBeschikbaar', 'results/again'],
    en: 'What was not confirmed is confirmed in the end',
    nl: 'Wat niet bevestigd is, is uiteindelijk bevestigd',
    run: async (ea) => {
      const unconfirmed = ea.results.filter(
        ({ done }) => done.what === 'nothing' || done.what === 'broken' || done.code?.startsWith('Server.'),
      );
      const [first] = unconfirmed;
      if (first === undefined) return skip(ea.missing('results that were not confirmed at first'));
      const last = ea.results.at(-1) as Heard;
      // What the administration then refused for good has come again too.
      const settled = ea.results
        .filter(({ done }) => done.what === 'confirmed' || done.code?.startsWith('Client.') === true)
        .map((one) => ({ at: one.exchange, keys: keysIn(one) }));
      const isSettled = (one: Heard, key: string) => settled.some(({ at, keys }) => at > one.exchange && keys.has(key));
      // Of a pupil who was away for a while nobody has to deliver again.
      const isExcused = (result: ResultIn) =>
        ea.states.some(({ number, left }) => wasGivenAfter(ea, number, result.message) && learnerOf(left, result) !== undefined);
      const open = unconfirmed.flatMap((one) => resultsIn(one).filter((result) => !isSettled(one, result.key) && !isExcused(result)));
      const evidence = [
        seen(first, `${unconfirmed.length} messages were not confirmed`),
        seen(last, 'the last message with results'),
      ] as const;
      if (open.length === 0) return pass(...evidence);
      if (last.done.what !== 'confirmed') return skip(ea.missing('a confirmed message after them'));
      return fail({
        expected: 'all of their results in later messages',
        actual: `${new Set(open.map(({ key }) => key)).size} results never came again`,
        evidence,
      });
    },
  },
];

function wasGivenAfter(ea: EaSubject, state: number, message: Heard): boolean {
  return ea.asked.some(({ exchange, done }) => exchange > message.exchange && done.state === state);
}
