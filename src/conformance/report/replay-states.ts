import { supplied } from '../../core/supplied.js';
import type { Verdict } from '../verdict.js';
import type { Report, ReportedTest } from './report.js';

export const REPLAY_STATES = ['FIXED', 'STILL', 'DIFFERENT', 'NOT REACHED'] as const;
export type ReplayState = (typeof REPLAY_STATES)[number];

/** What became of a test that failed before. */
export interface Replayed {
  readonly id: string;
  readonly state: ReplayState;
  readonly title: string;
  readonly before: { readonly verdict: Verdict; readonly actual?: string };
  readonly now?: { readonly verdict: Verdict; readonly actual?: string; readonly reason?: string };
}

/** Tests that a report has as failed: what `replay` sends again. */
export function failedIn({ tests }: Report): readonly ReportedTest[] {
  return tests.filter(({ verdict }) => verdict === 'fail');
}

/** Holds a later run against the failures of a report. `now` is undefined when nothing could be run. */
export function replayStates(before: Report, now: Report | undefined): Replayed[] {
  return failedIn(before).map((old) => {
    const found = now?.tests.find(({ id }) => id === old.id);
    return {
      id: old.id,
      state: stateOf(old, found),
      title: old.title,
      before: said(old),
      ...(found === undefined ? {} : { now: { ...said(found), ...supplied({ reason: found.reason }) } }),
    };
  });
}

function said({ verdict, actual }: ReportedTest): Replayed['before'] {
  return { verdict, ...supplied({ actual }) };
}

function stateOf(old: ReportedTest, now: ReportedTest | undefined): ReplayState {
  if (now === undefined || NOTHING_SAID.has(now.verdict)) return 'NOT REACHED';
  if (now.verdict === 'pass') return 'FIXED';
  const isSame =
    now.verdict === old.verdict && lasting(now.actual) === lasting(old.actual) && lasting(now.expected) === lasting(old.expected);
  return isSame ? 'STILL' : 'DIFFERENT';
}

/** Without the ids of what a run invented: they are others in each run. */
function lasting(text: string | undefined): string | undefined {
  return text?.replaceAll(/\(id [^()]{0,80}\)/g, '');
}

const NOTHING_SAID: ReadonlySet<Verdict> = new Set(['skip', 'not-applicable', 'not-testable', 'error']);
