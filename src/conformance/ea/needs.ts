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

/** What shows when fields are left out, each of another pupil; undefined when no results of pupils with all fields came to compare with. */
export function observedNeeds(ea: EaSubject): ObservedNeeds | undefined {
  const given = ea.of('pupils/left-out').find(({ done }) => done.what === 'data');
  const [message] = ea.of('results/left-out');
  if (given === undefined || message === undefined) return undefined;
  const learners = ea.states[given.done.state ?? 0]?.roster.learners ?? [];
  const of = new Set(resultsIn(message).flatMap(({ leerlingid = [], eckid = [] }) => [leerlingid, eckid].flat()));
  const has = learners.map(({ key = '', eckId = '' }) => of.has(key) || of.has(eckId));
  const fields = learners.map((_, at) => leftOutAt(at, ea.config.profile));
  const isCompared = fields.some((field, at) => field === undefined && has[at] === true);
  if (!isCompared) return undefined;
  const left = fields.flatMap((field, at) => (field === undefined ? [] : [{ field, has: has[at] === true }]));
  return {
    needed: left.filter((one) => !one.has).map(({ field }) => field),
    without: left.filter((one) => one.has).map(({ field }) => field),
    message,
  };
}
