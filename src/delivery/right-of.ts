import { agreementOf } from '../directory/authorise.js';
import type { Agreement, Directory, Party, School, Target } from '../directory/directory.js';
import { isPaused } from '../directory/paused.js';
import type { TakenBatch } from '../store/outbox-store.js';

/** Whom a batch goes to, and under which agreement. */
export interface Parties {
  readonly target: Target;
  readonly school: School;
  readonly party: Party;
  readonly agreement: Agreement;
}

/** `none`: it may never go. `later`: the school is paused. */
export type Right =
  | (Parties & { readonly kind: 'some' })
  | { readonly kind: 'none'; readonly reason: 'no-agreement' | 'target-ended' }
  | { readonly kind: 'later' };

/** By what right a batch goes at `at` (ISO instant), whatever it was when it was queued. */
export function rightOf(directory: Directory, batch: Pick<TakenBatch, 'target' | 'school'>, at: string): Right {
  const target = directory.targets.get(batch.target);
  if (target === undefined || (target.endedAt !== undefined && target.endedAt <= at)) return { kind: 'none', reason: 'target-ended' };
  if (isPaused(directory, batch.school)) return { kind: 'later' };
  const school = directory.schools.get(batch.school);
  const party = directory.parties.get(target.party);
  const agreement = agreementOf(directory, batch.school, target.party, 'leerresultaten', at);
  if (school === undefined || party === undefined || agreement === undefined) return { kind: 'none', reason: 'no-agreement' };
  return { kind: 'some', target, school, party, agreement };
}
