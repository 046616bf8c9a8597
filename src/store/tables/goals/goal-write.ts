import type { Script } from '../../sql/script.js';
import { type AnnotationWrite, writeAnnotation } from './annotations.js';
import { type GoalLinkWrite, writeGoalLinks } from './goal-links.js';
import { type GoalSetWrite, writeGoalSets } from './goal-sets.js';
import { type MappingWrite, writeMappings } from './mappings.js';
import { type ProfileWrite, writeProfiles } from './profiles.js';
import { type MuteWrite, muteSignals } from './signals/signal-mutes.js';
import { type SignalTake, takeSignals } from './signals/signal-take.js';

/** A write about learning goals, by table. */
export type GoalWrite =
  | { readonly table: 'sets'; readonly write: GoalSetWrite }
  | { readonly table: 'profiles'; readonly write: ProfileWrite }
  | { readonly table: 'mappings'; readonly write: MappingWrite }
  | { readonly table: 'links'; readonly write: GoalLinkWrite }
  | { readonly table: 'signals'; readonly write: MuteWrite | SignalTake }
  | { readonly table: 'annotations'; readonly write: AnnotationWrite };

/** Carries one out, and gives what its part of `GoalStore` says of it. */
export function* writeGoals(goals: GoalWrite, actor: string): Script<unknown> {
  switch (goals.table) {
    case 'sets':
      return yield* writeGoalSets(goals.write, actor);
    case 'profiles':
      return yield* writeProfiles(goals.write, actor);
    case 'mappings':
      return yield* writeMappings(goals.write, actor);
    case 'links':
      return yield* writeGoalLinks(goals.write, actor);
    case 'signals':
      return goals.write.kind === 'mute' ? yield* muteSignals(goals.write, actor) : yield* takeSignals(goals.write, actor);
    case 'annotations':
      return yield* writeAnnotation(goals.write, actor);
  }
}
