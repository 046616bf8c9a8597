import type { ReadGoalSet } from '../../goals/goal-set.js';
import type { TermKind } from '../../goals/mapping/formats/format.js';
import { type RunOptions, type RunResult, runTests } from '../run.js';
import { Traffic } from '../traffic/traffic.js';
import { checkMapping } from './check-mapping.js';
import { GivenGoals } from './given-goals.js';
import { MAPPING_TESTS, type MappingSubject } from './mapping-tests.js';

export interface MappingRunOptions extends Pick<RunOptions<MappingSubject>, 'only' | 'signal' | 'onResult'> {
  /** Under which reports show it. */
  readonly file: string;
  readonly text: string;
  /** Those that its goals may be of. */
  readonly goalSets: readonly ReadGoalSet[];
  /** What the terms of a VDEX list are. */
  readonly terms?: TermKind;
}

/** Tests a file with a mapping. */
export function runMapping(options: MappingRunOptions): Promise<RunResult> {
  const { file, text, goalSets, terms } = options;
  const checked = checkMapping(text, new GivenGoals(goalSets), terms);
  return runTests<MappingSubject>({
    ...options,
    role: 'mapping',
    tests: MAPPING_TESTS,
    versions: ['2.2'],
    subject: () => ({ file, checked, goalSets: goalSets.length }),
    level: 'full',
    safe: true,
    traffic: new Traffic(),
    reachable: () => Promise.resolve(true),
  });
}
