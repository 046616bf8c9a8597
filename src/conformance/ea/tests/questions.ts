import { child } from '../../reader/xml-node.js';
import { fail, pass, skip } from '../../verdict.js';
import { seen } from '../ea-subject.js';
import type { EaTest } from '../ea-test.js';
import { every, wrong } from '../every.js';
import type { Heard } from '../heard.js';
import { hasZone } from '../instants.js';
import { schoolIdOf, schoolsIn, versionSpoken } from '../steps/door.js';

const steps = ['pupils/first'] as const;

function textOf({ payload }: Heard, name: string): string | undefined {
  return child(payload, name)?.text.trim();
}

function sinceOf(one: Heard): string | undefined {
  return textOf(one, 'laatstontvangengegevens');
}

/** What a client asks. */
export const QUESTION_TESTS: readonly EaTest[] = [
  {
    id: 'ea/questions/schema',
    requirement: 'EA-ASK-10',
    revision: 1,
    level: 'connect',
    steps,
    en: 'Questions are valid against the schema',
    nl: 'Vragen voldoen aan het schema',
    advice: {
      en: 'Mend what the schema says of the question; uwlr conform file checks a saved message.',
      nl: 'Herstel wat het schema over de vraag zegt; uwlr conform file controleert een bewaard bericht.',
    },
    run: async (ea) =>
      every(ea, ea.asked, {
        what: 'question for pupil data',
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
    id: 'ea/questions/school-year',
    requirement: 'EA-ASK-11',
    revision: 1,
    level: 'standard',
    steps,
    en: 'Questions are about the agreed school year',
    nl: 'Vragen gaan over het afgesproken schooljaar',
    run: async (ea) =>
      every(ea, ea.asked, {
        what: 'question for pupil data',
        expected: 'the agreed school year, as two consecutive years',
        wrong: (one) => {
          const [, from, to] = /^(\d{4})-(\d{4})$/.exec(textOf(one, 'schooljaar') ?? '') ?? [];
          if (from === undefined) return wrong('no school year');
          if (Number(to) !== Number(from) + 1) return wrong('years that do not follow each other');
          return textOf(one, 'schooljaar') === ea.config.schoolYear ? undefined : wrong('another school year');
        },
      }),
  },
  {
    id: 'ea/questions/school',
    requirement: 'EA-ASK-12',
    revision: 1,
    level: 'connect',
    steps,
    en: 'Questions name the agreed school, in one way',
    nl: 'Vragen noemen de afgesproken school, op één manier',
    advice: {
      en: 'Name the school by brincode (with dependancecode), or by schoolkey: never by both.',
      nl: 'Noem de school met brincode (en dependancecode), of met schoolkey: nooit met beide.',
    },
    run: async (ea) =>
      every(ea, ea.asked, {
        what: 'question for pupil data',
        expected: 'the agreed school, by brincode or by schoolkey',
        wrong: ({ payload }) => {
          if (payload === undefined) return undefined;
          const schools = schoolsIn(payload);
          if (child(payload, 'brincode') !== undefined && child(payload, 'schoolkey') !== undefined) return wrong('brincode and schoolkey');
          if (schools.length === 0) return wrong('no school');
          return schools.includes(schoolIdOf(ea.config.school)) ? undefined : wrong('another school');
        },
      }),
  },
  {
    id: 'ea/questions/gegevenssetid',
    requirement: 'EA-ASK-14',
    revision: 1,
    level: 'standard',
    steps,
    versions: ['2.1', '2.2', '2.3'],
    en: 'A gegevenssetid is not empty',
    nl: 'Een gegevenssetid is niet leeg',
    run: async (ea) => {
      const messages = ea.asked.filter(({ payload }) => child(payload, 'gegevenssetid') !== undefined);
      if (messages.length === 0 && ea.asked.length > 0) return skip('no question has a gegevenssetid');
      return every(ea, messages, {
        what: 'question with a gegevenssetid',
        expected: '1 to 64 characters in it',
        wrong: (one) => {
          const length = textOf(one, 'gegevenssetid')?.length ?? 0;
          return length >= 1 && length <= 64 ? undefined : wrong(`${length} characters`);
        },
      });
    },
  },
  {
    id: 'ea/questions/first-since',
    requirement: 'EA-ASK-16',
    revision: 1,
    level: 'standard',
    steps,
    en: 'The first question has no laatstontvangengegevens',
    nl: 'De eerste vraag heeft geen laatstontvangengegevens',
    run: async (ea) => {
      const [first] = ea.questions;
      if (first === undefined) return skip(ea.missing('a question for pupil data'));
      const evidence = [
        seen(first, `the first question: laatstontvangengegevens ${sinceOf(first) === undefined ? 'absent' : 'present'}`),
      ] as const;
      if (sinceOf(first) === undefined) return pass(...evidence);
      return fail({ expected: 'no laatstontvangengegevens, as nothing was received yet', actual: 'one', evidence });
    },
  },
  {
    id: 'ea/questions/since-zone',
    requirement: 'EA-ASK-18',
    revision: 1,
    level: 'standard',
    steps: [...steps, 'pupils/unchanged'],
    en: 'A laatstontvangengegevens says its zone',
    nl: 'Een laatstontvangengegevens noemt zijn tijdzone',
    run: async (ea) => {
      const messages = ea.questions.filter((one) => sinceOf(one) !== undefined);
      if (messages.length === 0 && ea.questions.length > 0) return skip('no question has a laatstontvangengegevens');
      return every(ea, messages, {
        what: 'question with laatstontvangengegevens',
        expected: 'a zone in it',
        wrong: (one) => (hasZone(sinceOf(one) ?? '') ? undefined : wrong('no zone')),
      });
    },
  },
  {
    id: 'ea/questions/again',
    requirement: 'EA-ASK-23',
    revision: 1,
    level: 'standard',
    steps: [...steps, 'pupils/unchanged'],
    en: 'Pupil data are asked for again',
    nl: 'De leerlinggegevens worden opnieuw gevraagd',
    run: async (ea) => {
      const answered = ea.questions.filter(({ done }) => done.what === 'data');
      const [first] = answered;
      if (first === undefined) return skip(ea.missing('a question that was answered with data'));
      const [next] = ea.after(first);
      if (next !== undefined) return pass(seen(first, 'a question'), seen(next, 'the next one, after data were given'));
      if (ea.ended === 'stopped') return skip(ea.missing('a second question'));
      return fail({
        expected: 'another question after the first data',
        actual: 'none while the suite waited',
        evidence: [seen(first, 'the only question')],
      });
    },
  },
];
