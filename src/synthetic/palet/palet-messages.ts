import { supplied } from '../../core/supplied.js';
import type { Learner } from '../../model/roster/roster.js';
import type { LeerresultatenVerzoek, Resultaat, Toets, Toetsafname } from '../../uwlr/messages/leerresultaten.js';
import { Random } from '../messages/random.js';
import type { SyntheticAdministration } from '../school/synthetic-school.js';
import { PALET_SCHOOL, PALET_YEAR, paletGaps } from './palet-class.js';
import { EXERCISE_TOPICS, EXERCISES, exercise, METHOD, METHOD_TESTS, methodTest, partCode } from './palet-vendors.js';

/** A message of one of the vendors, in the order in which it is delivered. */
export interface PaletMessage {
  readonly party: typeof METHOD | typeof EXERCISES;
  readonly message: LeerresultatenVerzoek;
}

/** All messages of the palet, per vendor in order: the last one of the method corrects a score. */
export function paletMessages(school: SyntheticAdministration): readonly PaletMessage[] {
  const gaps = paletGaps(school);
  const tested = school.roster.learners.filter((learner) => learner !== gaps.nothing && learner !== gaps.onlyExercises);
  const exercising = school.roster.learners.filter(
    (learner) => learner.eckId !== undefined && learner !== gaps.nothing && learner !== gaps.onlyMethod,
  );
  const method = METHOD_TESTS.map((test) => {
    const takers = tested.filter((learner) => test.code !== 'RP-5-2' || learner !== gaps.missedTest);
    return methodMessage(takers, test, `${test.day}T17:00:00+0${test.day < '2026-10-25' ? 2 : 1}:00`);
  });
  const [corrected] = tested;
  return [
    ...method,
    methodMessage([corrected as Learner], METHOD_TESTS[2], '2026-11-23T09:00:00+01:00', 2),
    ...['2026-09', '2026-10', '2026-11'].map((month) => exercisesMessage(exercising, month)),
  ];
}

function methodMessage(learners: readonly Learner[], test: (typeof METHOD_TESTS)[number], made: string, correction = 0): PaletMessage {
  const { code, day, parts } = test;
  const toetsafname = learners.map((learner): Toetsafname => {
    const random = Random.of(`palet ${learner.key} ${code}`);
    const scores = parts.map(() => Math.min(10, points(talentOf(learner), 10, random) + correction));
    const total = parts.length === 0 ? points(talentOf(learner), 20, random) : scores.reduce((sum, score) => sum + score, 0);
    const result = (suffix: string, score: number, part?: string): Resultaat => ({
      key: `rp-${code.slice(-1)}-${keyOf(learner)}-${suffix}`,
      afnamedatum: day,
      toetscode: code,
      versie: { value: '2026' },
      ...supplied({ toetsonderdeelcode: part }),
      score: String(score),
    });
    const { key, eckId } = learner;
    const resultaat = [result('t', total), ...scores.map((score, at) => result('ab'[at] as string, score, partCode(code, at)))];
    return { leerlingid: key as string, ...supplied({ eckid: eckId }), resultaten: { resultaat } };
  });
  return { party: METHOD, message: message(METHOD.version, made, toetsafname, [methodTest(test)]) };
}

/** Some exercises a month per pupil: who is stuck does more of them. */
function exercisesMessage(learners: readonly Learner[], month: string): PaletMessage {
  const toetsafname = learners.map((learner): Toetsafname => {
    const results = EXERCISE_TOPICS.flatMap(([code], topic): Resultaat[] => {
      const random = Random.of(`palet ${learner.key} ${code} ${month}`);
      return Array.from({ length: random.between(1, 3) }, (_, at): Resultaat => {
        const items = random.between(8, 20);
        const correct = points(0.4 + talentOf(learner) * 0.5, items, random);
        const skill = 300 + 400 * talentOf(learner) + 20 * (Number(month.slice(5)) - 9) + random.between(-15, 15) + topic * 5;
        return {
          key: exerciseKey(learner, code, month, at),
          afnamedatum: `${month}-${String(4 + at * 7 + topic).padStart(2, '0')}`,
          toetscode: code,
          osoresultaat: {
            toetsscore: {
              aantalopgaven: String(items),
              aantalgoed: String(correct),
              aantalfout: String(items - correct),
              // Of some exercises no time was kept.
              ...(random.chance(0.3) ? {} : { tijd: String(random.between(90, 900)) }),
              vaardigheidsscore: skill.toFixed(0),
              codevaardigheidsschaal: 'Oefentuin',
            },
          },
        };
      });
    });
    return { eckid: learner.eckId as string, resultaten: { resultaat: results } } as Toetsafname;
  });
  const made = `${month}-${month === '2026-11' ? '27' : '30'}T18:00:00+0${month === '2026-11' ? 1 : 2}:00`;
  return { party: EXERCISES, message: message(EXERCISES.version, made, toetsafname, EXERCISE_TOPICS.map(exercise)) };
}

function message(
  xsdversie: string,
  aanmaakdatum: string,
  toetsafname: readonly Toetsafname[],
  toets: readonly Toets[],
): LeerresultatenVerzoek {
  return {
    school: { schooljaar: PALET_YEAR, brincode: PALET_SCHOOL, aanmaakdatum, xsdversie },
    toetsafnames: { toetsafname: [...toetsafname] },
    toetsen: { toets: [...toets] },
  };
}

/** Key of the result of an exercise, for signals to rest on. */
export function exerciseKey(learner: Learner, code: string, month: string, at: number): string {
  return `ot-${code.slice(3).toLowerCase()}-${month}-${keyOf(learner)}-${at + 1}`;
}

/** Letters that stand for the pupil, and say nothing of the key. */
function keyOf({ key }: Learner): string {
  const random = Random.of(`palet key ${key}`);
  return Array.from({ length: 8 }, () => random.pick([...'bcdfghjkmnpqrstvwxz'])).join('');
}

function talentOf({ key }: Learner): number {
  const random = Random.of(`palet talent ${key}`);
  return 0.3 + (random.below(700) + random.below(700)) / 2000;
}

function points(skill: number, items: number, random: Random): number {
  return Math.min(items, Math.max(0, Math.round(skill * items) + random.between(-1, 1)));
}
