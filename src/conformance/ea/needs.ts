import type { Learner } from '../../model/roster/roster.js';
import type { EaSubject } from './ea-subject.js';
import type { Heard } from './heard.js';
import { resultsIn } from './results-in.js';
import { leftOutAt } from './school/left-out.js';

export interface ObservedNeeds {
  /** Fields whose pupils have no results, though others have. */
  readonly needed: readonly string[];
  /** Fields whose pupils have results all the same. */
  readonly without: readonly string[];
  readonly message: Heard;
}

/**
 * What shows when fields are left out, each of another pupil. Only pupils who had results before count: the rest may have none for any reason.
 * Undefined when there is nothing to compare, such as no results of a pupil with all fields.
 */
export function observedNeeds(ea: EaSubject): ObservedNeeds | undefined {
  const given = ea.of('pupils/left-out').find(({ done }) => done.what === 'data');
  const [message] = ea.of('results/left-out');
  if (given === undefined || message === undefined) return undefined;
  const before = pupilsIn(ea.results.filter(({ at }) => at < given.at));
  const after = pupilsIn([message]);
  const isIn = ({ key = '', eckId = '' }: Learner, pupils: ReadonlySet<string>) => pupils.has(key) || pupils.has(eckId);
  const whole = ea.states[(given.done.state ?? 0) - 1]?.roster.learners ?? [];
  const compared = whole.flatMap((learner, at) =>
    isIn(learner, before) ? [{ field: leftOutAt(at, ea.config.profile, given.version ?? '2.2'), has: isIn(learner, after) }] : [],
  );
  if (!compared.some(({ field, has }) => field === undefined && has)) return undefined;
  const fields = (has: boolean) => compared.flatMap((one) => (one.field !== undefined && one.has === has ? [one.field] : []));
  return { needed: fields(false), without: fields(true), message };
}

/** Keys and ECK iDs of all pupils with results. */
function pupilsIn(messages: readonly Heard[]): ReadonlySet<string> {
  return new Set(messages.flatMap(resultsIn).flatMap(({ leerlingid = [], eckid = [] }) => [leerlingid, eckid].flat()));
}
