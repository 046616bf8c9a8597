import type { Database, Statement } from 'better-sqlite3';
import type { GoalIndex } from '../../../goals/goal-index.js';
import type { MappingIndex } from '../../../goals/mapping/mapping-index.js';
import type { ProfileIndex } from '../../../goals/profile-index.js';
import { readGoalIndex, readMappingIndex, readProfileIndex } from '../../tables/goals/goal-index-reads.js';
import { GOAL_VERSION, type GoalKind } from '../../tables/goals/goal-versions.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { NO_TURNS, type TurnNumber } from '../connection/turns.js';
import { sqliteDialect } from '../sql/sqlite-words.js';
import { TaggerReader } from './retag/tagger-reader.js';

/** Something in memory that is made anew when its number in `goal_versions` has moved, which is looked at once in each of the `turns`. */
export class Kept<Index> {
  private readonly version: Statement<[{ readonly kind: GoalKind }], number>;
  private kept: { readonly version: number; readonly index: Index } | undefined;
  private lookedAt: number | undefined;

  constructor(
    private readonly db: Database,
    private readonly kind: GoalKind,
    private readonly make: () => Index,
    private readonly turns: TurnNumber = NO_TURNS,
  ) {
    this.version = db.prepare<[{ readonly kind: GoalKind }], number>(GOAL_VERSION.text(sqliteDialect().words)).pluck();
  }

  current(): Index {
    const turn = this.turns.now;
    if (this.kept !== undefined && turn === this.lookedAt) return this.kept.index;
    // In one read transaction: what another process changes meanwhile is seen whole or not at all.
    if (this.kept?.version !== this.now()) this.kept = this.db.transaction(() => ({ version: this.now(), index: this.make() }))();
    this.lookedAt = turn;
    return this.kept.index;
  }

  private now(): number {
    return this.version.get({ kind: this.kind }) as number;
  }
}

/** What is kept in memory about learning goals, once for everything in this process that uses the store. */
export class GoalIndexes {
  readonly sets: Kept<GoalIndex>;
  readonly profiles: Kept<ProfileIndex>;
  readonly mappings: Kept<MappingIndex>;
  readonly tagger: TaggerReader;

  constructor(db: Database, turns: TurnNumber = NO_TURNS) {
    const scripts = new ScriptRunner(db);
    let index: GoalIndex | undefined;
    const readSets = () => {
      index = scripts.run(readGoalIndex(index));
      return index;
    };
    this.sets = new Kept(db, 'sets', readSets, turns);
    this.profiles = new Kept(db, 'profiles', () => scripts.run(readProfileIndex()), turns);
    this.mappings = new Kept(db, 'mappings', () => scripts.run(readMappingIndex()), turns);
    this.tagger = new TaggerReader(db, { goals: () => this.sets.current(), mappings: () => this.mappings.current() }, turns);
  }
}
