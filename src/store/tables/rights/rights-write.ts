import type { RightsMark } from '../../rights-mark.js';
import type { Disclosure, Erased, ErasureRequest, Person } from '../../rights-store.js';
import { audit, mark, type Script, takenBack } from '../../sql/script.js';
import { auditEntry } from '../audit/audit-entry.js';
import { releaseRestricted } from '../outbox/outbox-release.js';
import { storeDisclosure } from './disclosures.js';
import { erasePerson, liftErasure } from './erase-person.js';
import { markOf } from './own-marks.js';
import { setRestriction } from './restrictions.js';

/** A write for the rights of pupils. */
export type RightsWrite =
  | { readonly kind: 'disclose'; readonly disclosures: readonly Disclosure[] }
  | { readonly kind: 'erase'; readonly request: ErasureRequest }
  | { readonly kind: 'lift'; readonly school: string; readonly id: string; readonly at: string }
  | {
      readonly kind: 'restrict';
      readonly school: string;
      readonly person: Person;
      readonly at: string;
      readonly on: boolean;
      readonly sealedNames?: Uint8Array | undefined;
    }
  | { readonly kind: 'add-marks'; readonly marks: readonly RightsMark[] };

/** Carries one out, and gives what `RightsStore` says of it. */
export function* writeRights(write: RightsWrite, actor: string): Script<unknown> {
  switch (write.kind) {
    case 'disclose': {
      const numbers: number[] = [];
      for (const disclosure of write.disclosures) numbers.push(yield* storeDisclosure(disclosure));
      return numbers;
    }
    case 'erase':
      return write.request.dryRun ? yield* takenBack(erasePerson(write.request)) : yield* erase(write.request, actor);
    case 'lift':
      return yield* lift(write, actor);
    case 'restrict':
      return yield* restrict(write, actor);
    case 'add-marks':
      return yield* mark(write.marks);
  }
}

function* erase(request: ErasureRequest, actor: string): Script<Erased> {
  const erased = yield* erasePerson(request);
  if (erased.kind === 'erased') {
    const { id, school, removed, targets = [] } = erased.receipt;
    const withdrawals = targets.reduce((sum, { results }) => sum + results, 0);
    const counts = { ...Object.fromEntries(removed.map(({ kind, count }) => [kind, count])), ...(withdrawals > 0 && { withdrawals }) };
    const operation = request.again === undefined ? 'learner.erase' : 'learner.erase-again';
    yield* audit(auditEntry(actor, operation, { school, subject: id, counts }));
    // Last: nothing that fails comes after a mark but the commit.
    if (request.again === undefined) yield* mark(yield* markOf(id));
  }
  return erased;
}

function* lift({ school, id, at }: Extract<RightsWrite, { kind: 'lift' }>, actor: string): Script<boolean> {
  const lifted = yield* liftErasure(school, id, at);
  if (lifted) {
    yield* audit(auditEntry(actor, 'learner.erase-lift', { school, subject: id }));
    yield* mark([{ kind: 'lifted', school, at, id }]);
  }
  return lifted;
}

function* restrict({ school, person, at, on, sealedNames }: Extract<RightsWrite, { kind: 'restrict' }>, actor: string): Script<boolean> {
  const changed = yield* setRestriction(school, person, at, on);
  if (!changed) return false;
  if (!on) yield* releaseRestricted(school, at);
  yield* audit(auditEntry(actor, on ? 'learner.restrict' : 'learner.unrestrict', { school, counts: { learners: 1 } }));
  if (sealedNames !== undefined) {
    yield* mark([{ kind: 'restricted', school, at, on, sealedNames: Buffer.from(sealedNames).toString('base64') }]);
  }
  return true;
}
