import type { Learner, Roster, Teacher } from '../../model/roster/roster.js';
import type { EaSubject } from './ea-subject.js';
import type { Heard } from './heard.js';

/** What the client was given by some moment: every state of the school that went to it whole, before a message came in. */
export function givenBefore(ea: EaSubject, message: Heard): readonly Roster[] {
  const numbers = new Set(
    ea.asked
      .filter(({ exchange, done, gaveUp }) => exchange < message.exchange && done.what === 'data' && !gaveUp)
      .map(({ done }) => done.state),
  );
  return ea.states.filter(({ number }) => numbers.has(number)).map(({ roster }) => roster);
}

/** The last of them: what the client has to go by. */
export function lastGivenBefore(ea: EaSubject, message: Heard): readonly Roster[] {
  return givenBefore(ea, message).slice(-1);
}

export function learnersIn(rosters: readonly Roster[]): readonly Learner[] {
  return rosters.flatMap(({ learners }) => learners);
}

export function teachersIn(rosters: readonly Roster[]): readonly Teacher[] {
  return rosters.flatMap(({ teachers }) => teachers);
}

/** The learner whom a result names: by key, or by ECK iD when there is no key. */
export function learnerOf(
  learners: readonly Learner[],
  who: { readonly leerlingid?: string; readonly eckid?: string },
): Learner | undefined {
  const { leerlingid, eckid } = who;
  if (leerlingid !== undefined) return learners.find(({ key }) => key === leerlingid);
  return eckid === undefined ? undefined : learners.find(({ eckId }) => eckId === eckid);
}
