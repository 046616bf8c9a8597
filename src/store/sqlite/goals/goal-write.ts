import type { Database } from 'better-sqlite3';
import { type AnnotationWrite, writeAnnotation } from '../../tables/goals/annotations.js';
import { type GoalLinkWrite, writeGoalLinks } from '../../tables/goals/goal-links.js';
import { type GoalSetWrite, writeGoalSets } from '../../tables/goals/goal-sets.js';
import { type MappingWrite, writeMappings } from '../../tables/goals/mappings.js';
import { type ProfileWrite, writeProfiles } from '../../tables/goals/profiles.js';
import { type MuteWrite, muteSignals } from '../../tables/goals/signals/signal-mutes.js';
import type { ScriptRunner } from '../connection/script-runner.js';
import type { ExchangeTables } from '../exchanges/exchange-tables.js';
import { SignalTable, type SignalTake } from './signals/signal-table.js';

/** What the writer is asked to do about learning goals, by table. */
export type GoalWrite =
  | { readonly table: 'sets'; readonly write: GoalSetWrite }
  | { readonly table: 'profiles'; readonly write: ProfileWrite }
  | { readonly table: 'mappings'; readonly write: MappingWrite }
  | { readonly table: 'links'; readonly write: GoalLinkWrite }
  | { readonly table: 'signals'; readonly write: MuteWrite | SignalTake }
  | { readonly table: 'annotations'; readonly write: AnnotationWrite };

/** Everything about learning goals that is written on its own. Synchronous; runs inside the caller's transaction. */
export class GoalTables {
  private readonly signals: SignalTable;

  constructor(
    db: Database,
    exchanges: ExchangeTables,
    private readonly scripts: ScriptRunner,
  ) {
    this.signals = new SignalTable(db, exchanges);
  }

  apply(goals: GoalWrite, actor: string): unknown {
    switch (goals.table) {
      case 'sets':
        return this.scripts.run(writeGoalSets(goals.write, actor));
      case 'profiles':
        return this.scripts.run(writeProfiles(goals.write, actor));
      case 'mappings':
        return this.scripts.run(writeMappings(goals.write, actor));
      case 'links':
        return this.scripts.run(writeGoalLinks(goals.write, actor));
      case 'signals':
        return goals.write.kind === 'mute' ? this.scripts.run(muteSignals(goals.write, actor)) : this.signals.take(goals.write, actor);
      case 'annotations':
        return this.scripts.run(writeAnnotation(goals.write, actor));
    }
  }
}
