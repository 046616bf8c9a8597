import type { GoalIndex } from '../../../goals/goal-index.js';
import type { MappingIndex } from '../../../goals/mapping/mapping-index.js';
import type { ProfileIndex } from '../../../goals/profile-index.js';
import { Tagger } from '../../../goals/tagger.js';
import type { StorePort } from '../../sql/port.js';
import { readGoalIndex, readMappingIndex, readProfileIndex } from '../../tables/goals/goal-index-reads.js';
import type { GoalKind } from '../../tables/goals/goal-versions.js';

export type GoalVersions = Readonly<Record<GoalKind, number>>;

export interface GoalIndexes {
  readonly versions: GoalVersions;
  readonly sets: GoalIndex;
  readonly profiles: ProfileIndex;
  readonly mappings: MappingIndex;
  readonly tagger: Tagger;
}

/** What a process keeps of learning goals, as they were when they were last read. Not to be brought up to date twice at once. */
export class GoalsInMemory {
  private indexes: GoalIndexes | undefined;

  constructor(private readonly port: Pick<StorePort, 'askAtOnce'>) {}

  /** Undefined: nothing was read yet. */
  get now(): GoalIndexes | undefined {
    return this.indexes;
  }

  /** What is read may be newer than these versions: then it is read once more than it had to be. */
  async bringTo(versions: GoalVersions): Promise<GoalIndexes> {
    const known = this.indexes;
    const is = (kind: GoalKind): boolean => known?.versions[kind] === versions[kind];
    if (known !== undefined && is('sets') && is('profiles') && is('mappings')) return known;
    const { port } = this;
    const sets = known !== undefined && is('sets') ? known.sets : await port.askAtOnce('goal sets', readGoalIndex(known?.sets));
    const profiles = known !== undefined && is('profiles') ? known.profiles : await port.askAtOnce('profiles', readProfileIndex());
    const mappings = known !== undefined && is('mappings') ? known.mappings : await port.askAtOnce('mappings', readMappingIndex());
    const isTaggerOld = known === undefined || !is('sets') || !is('mappings');
    const tagger = isTaggerOld ? new Tagger(sets, mappings, { sets: versions.sets, mappings: versions.mappings }) : known.tagger;
    this.indexes = { versions, sets, profiles, mappings, tagger };
    return this.indexes;
  }
}
