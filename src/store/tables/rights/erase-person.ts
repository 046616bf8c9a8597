import { createHmac } from 'node:crypto';
import {
  allNames,
  type Erased,
  type ErasedKind,
  type ErasureRequest,
  type Person,
  type Receipt,
  type Rewritten,
} from '../../rights-store.js';
import { cells, query } from '../../sql/query.js';
import { all, first, run, runMany, type Script } from '../../sql/script.js';
import type { Words } from '../../sql/words.js';
import { eraseDeliveries } from '../outbox/outbox-erasure.js';
import { forgetShared } from '../results/shared-texts.js';
import { isHeld } from '../retention/legal-hold.js';
import { bumpRosters } from '../roster/roster-bump.js';
import { receiversOf } from './disclosed-to.js';
import { findAgain } from './find-person.js';
import { rewriteTexts } from './rewrite-texts.js';

interface OfPerson {
  readonly school: string;
  readonly learner: string | null;
  /** Numbers of learners of results. */
  readonly learners: readonly number[];
  readonly names: readonly string[];
}

interface AliasOf {
  readonly school: string;
  readonly receiver: string;
  readonly alias: string;
}

interface NoticeValues {
  readonly school: string;
  readonly receiver: string;
  readonly erasure: number;
  readonly at: string;
  readonly until: string;
  readonly sealedAlias: Uint8Array;
}

/** What there is of a person, in an order in which nothing hangs from what is gone. What is given back is hashed, never kept. */
const REMOVALS = {
  signals: removal(({ inList }) => `signals WHERE learner ${inList('number', 'learners')}`),
  results: removal(({ inList }) => `results WHERE learner ${inList('number', 'learners')}`),
  learners: removal(({ inList }) => `learners WHERE seq ${inList('number', 'learners')}`),
  memberships: removal(() => `roster_memberships WHERE school = @school AND member_kind = 'learner' AND member = @learner`),
  rosterEntries: removal(() => `roster_objects WHERE school = @school AND kind = 'learner' AND id = @learner`),
  learnerNames: removal(() => 'learner_aliases WHERE school = @school AND learner = @learner'),
  disclosures: removal(({ inList }) => `disclosed_learners WHERE school = @school AND learner ${inList('text', 'names')}`),
  annotations: removal(() => 'annotations WHERE school = @school AND learner = @learner'),
  restrictions: removal(({ inList }) => `restrictions WHERE school = @school AND name ${inList('text', 'names')}`),
} as const;

function removal(from: (words: Words) => string) {
  return cells<readonly unknown[], OfPerson>((words) => `DELETE FROM ${from(words)} RETURNING *`);
}

/** Which results a signal rests on: both are gone after this, so it is not counted apart. */
const REMOVE_BASIS = query<never, OfPerson>(
  ({ inList }) => `
    DELETE FROM signal_basis WHERE school = @school AND signal IN (
      SELECT id FROM signals WHERE school = @school AND learner ${inList('number', 'learners')})`,
);
/** Results whose current revision is of them, and an earlier one of somebody else, who was taken for them: that one stays without. */
const MARK_IRREGULAR = query<never, OfPerson>(
  ({ by, thenJoin, inList }) => `
    UPDATE sources SET irregular = 1 WHERE irregular = 0 AND seq IN (
      SELECT c.source FROM results c ${thenJoin} results earlier ${by('results_superseded')}
        ON earlier.source = c.source AND earlier.id = c.id AND earlier.current = 0
      WHERE c.learner ${inList('number', 'learners')} AND c.current = 1 AND NOT earlier.learner ${inList('number', 'learners')})`,
);
const SHARED_OF = query<{ readonly shared: number }, OfPerson>(
  ({ inList }) => `SELECT DISTINCT shared FROM results WHERE learner ${inList('number', 'learners')}`,
);
const RECEIVERS = query<{ readonly receiver: string; readonly generation: number }, { readonly school: string }>(
  () => 'SELECT DISTINCT receiver, generation FROM receiver_aliases WHERE school = @school',
);
const FORGET_ALIAS = cells<readonly unknown[], AliasOf>(
  () => 'DELETE FROM receiver_aliases WHERE school = @school AND receiver = @receiver AND alias = @alias RETURNING *',
);
const KNOWN = query<{ readonly seq: number }, { readonly id: string }>(() => 'SELECT seq FROM erasures WHERE id = @id');
const INSERT = query<{ readonly seq: number }, Pick<Receipt, 'id' | 'school' | 'at'> & { readonly receipt: string }>(
  () => 'INSERT INTO erasures (id, school, at, receipt) VALUES (@id, @school, @at, @receipt) RETURNING seq',
);
const INSERT_NAME = query<never, { readonly school: string; readonly digest: string; readonly erasure: number }>(
  () => 'INSERT INTO erased_names (school, digest, erasure) VALUES (@school, @digest, @erasure) ON CONFLICT DO NOTHING',
);
const OLD_NOTICES = query<never, { readonly at: string }>(() => 'DELETE FROM erasure_notices WHERE until <= @at');
const INSERT_NOTICE = query<never, NoticeValues>(
  () => `
    INSERT INTO erasure_notices (school, receiver, erasure, at, until, sealed_alias)
    VALUES (@school, @receiver, @erasure, @at, @until, @sealedAlias)`,
);
const FIND = query<{ readonly seq: number }, { readonly school: string; readonly id: string }>(
  () => 'SELECT seq FROM erasures WHERE school = @school AND id = @id AND lifted_at IS NULL',
);
const LIFTED = query<never, { readonly at: string; readonly seq: number }>(() => 'UPDATE erasures SET lifted_at = @at WHERE seq = @seq');
const FREE_NAMES = query<never, { readonly seq: number }>(() => 'DELETE FROM erased_names WHERE erasure = @seq');

/** Removes all there is of a person, and remembers that it was. */
export function* erasePerson(request: ErasureRequest): Script<Erased> {
  const { id, school, at, person, hashKey } = request;
  if (yield* isHeld(school)) return { kind: 'held' };
  const { person: now, learners } = yield* findAgain(school, person);
  if (!isSame(now, person) || !(yield* hasReceivers(request))) return { kind: 'changed' };
  const targets = yield* eraseDeliveries(learners, request);
  if (targets === undefined) return { kind: 'changed' };
  const receivers = yield* receiversOf(school, person);
  yield* bumpRosters(school, person.learner, at);
  const of: OfPerson = { school, learner: person.learner ?? null, learners, names: allNames(person) };
  yield* run(REMOVE_BASIS, of);
  yield* run(MARK_IRREGULAR, of);
  const shared = (yield* all(SHARED_OF, of)).map((row) => row.shared);
  const removed: ErasedKind[] = [];
  for (const [kind, removing] of Object.entries(REMOVALS)) removed.push(hashed(kind, yield* all(removing, of), hashKey));
  yield* forgetShared(shared);
  if (request.rewritten !== undefined) removed.push(yield* mentions(request.rewritten, hashKey));
  const given = yield* forgetAliases(request);
  const told = targets.length === 0 ? {} : { targets };
  const receipt: Receipt = { id, school, at, removed: [...removed, given.removed], receivers, ...told };
  yield* remember(request, receipt, given.aliases);
  return { kind: 'erased', receipt };
}

/** From now on the pupil may come again. False: there is no such receipt in this school, or it was lifted before. */
export function* liftErasure(school: string, id: string, at: string): Script<boolean> {
  const erasure = yield* first(FIND, { school, id });
  if (erasure === undefined) return false;
  yield* run(LIFTED, { at, seq: erasure.seq });
  yield* run(FREE_NAMES, { seq: erasure.seq });
  return true;
}

function hashed(kind: string, rows: readonly (readonly unknown[])[], key: Uint8Array): ErasedKind {
  const hash = createHmac('sha256', key);
  for (const row of rows) hash.update(JSON.stringify(row));
  return { kind, count: rows.length, hash: hash.digest('hex') };
}

function* mentions(rewritten: readonly Rewritten[], key: Uint8Array): Script<ErasedKind> {
  const hash = createHmac('sha256', key);
  let count = 0;
  yield* rewriteTexts(rewritten, (before) => {
    hash.update(JSON.stringify(before));
    count += 1;
  });
  return { kind: 'mentions', count, hash: hash.digest('hex') };
}

/** Whether nobody but these receivers was given aliases. */
function* hasReceivers({ school, aliasReceivers }: ErasureRequest): Script<boolean> {
  const known = new Set(aliasReceivers.map(({ receiver, generation }) => `${generation} ${receiver}`));
  return (yield* all(RECEIVERS, { school })).every(({ receiver, generation }) => known.has(`${generation} ${receiver}`));
}

/** Gives those aliases of the person that a receiver was given indeed. */
function* forgetAliases({ school, receiverAliases, hashKey }: ErasureRequest): Script<{
  readonly removed: ErasedKind;
  readonly aliases: ErasureRequest['receiverAliases'];
}> {
  const rows: (readonly unknown[])[] = [];
  const aliases: ErasureRequest['receiverAliases'][number][] = [];
  for (const one of receiverAliases) {
    const row = yield* first(FORGET_ALIAS, { school, receiver: one.receiver, alias: one.alias });
    if (row === undefined) continue;
    rows.push(row);
    aliases.push(one);
  }
  return { removed: hashed('receiverAliases', rows, hashKey), aliases };
}

function* remember(request: ErasureRequest, receipt: Receipt, told: ErasureRequest['receiverAliases']): Script<void> {
  const { id, school, at, noticesUntil, digests, again } = request;
  const known = again === undefined ? undefined : yield* first(KNOWN, { id });
  const { seq: erasure } = known ?? (yield* insertReceipt(again?.receipt ?? receipt));
  yield* runMany(
    INSERT_NAME,
    digests.map((digest) => ({ school, digest, erasure })),
  );
  yield* run(OLD_NOTICES, { at });
  if (known !== undefined) return;
  const fresh = told.map(({ receiver, sealedAlias }) => ({ receiver, until: noticesUntil, sealedAlias }));
  const kept = again?.notices.map((notice) => ({ ...notice, sealedAlias: Buffer.from(notice.sealedAlias, 'base64') }));
  yield* runMany(
    INSERT_NOTICE,
    (kept ?? fresh).map((notice) => ({ school, erasure, at, ...notice })),
  );
}

function* insertReceipt(receipt: Receipt): Script<{ readonly seq: number }> {
  const { id, school, at } = receipt;
  return (yield* first(INSERT, { id, school, at, receipt: JSON.stringify(receipt) }))!;
}

function isSame(one: Person, other: Person): boolean {
  return one.learner === other.learner && one.names.join(' ') === other.names.join(' ');
}
