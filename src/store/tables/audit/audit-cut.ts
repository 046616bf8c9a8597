import type { AuditSeal, SealHead } from '../../audit-chain.js';
import { headsText, type SealDraft } from '../../audit-seal.js';
import { insertInto } from '../../sql/insert-into.js';
import { query } from '../../sql/query.js';
import { all, audit, first, run, runMany, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from './audit-entry.js';
import { type AuditFront, auditFront, frontAfterCut, frontHash } from './audit-front.js';
import { LAST_SEQ } from './audit-reads.js';
import { bytes, hex, lastSeal, type SealRow, sealHead } from './audit-seals.js';

interface Place {
  readonly seq: number;
  readonly hash: Buffer;
}

interface NumberedSeal {
  readonly number: number;
  readonly hash: Buffer;
}

const LAST = query<{ readonly seq: number }>(() => `SELECT (${LAST_SEQ}) AS seq`);
const MOVED = query<Place & { readonly chain: string }, { readonly since: number }>(
  () => 'SELECT chain, seq, hash FROM audit_heads WHERE seq > @since ORDER BY chain',
);
const KEEP_SEAL = query<never, SealRow>(() =>
  insertInto('audit_seal_chain', ['number', 'previous', 'at', 'seq', 'key', 'mac', 'front', 'heads']),
);
const MOVE_START = query<never, Place>(() => 'UPDATE audit_start SET seq = @seq, hash = @hash');
const ANCHOR = query<never, Place & { readonly chain: string }>(
  () =>
    `${insertInto('audit_anchors', ['chain', 'seq', 'hash'])} ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
);
const COUNT = query<{ readonly entries: number }, { readonly upTo: number }>(
  () => 'SELECT count(*) AS entries FROM audit WHERE seq <= @upTo',
);
const REMOVE = query<never, { readonly upTo: number }>(() => 'DELETE FROM audit WHERE seq <= @upTo');
const REMOVE_LISTS = query<never>(
  () => 'DELETE FROM audit_fields WHERE hash NOT IN (SELECT DISTINCT fields FROM audit WHERE fields IS NOT NULL)',
);
const MOVE_SEALS = query<never, NumberedSeal>(() => 'UPDATE audit_seal_start SET number = @number, hash = @hash');
const REMOVE_SEALS = query<never, { readonly number: number }>(() => 'DELETE FROM audit_seal_chain WHERE number <= @number');
const REMOVE_EARLIER_SEALS = query<never>(() => 'DELETE FROM audit_seals');

/**
 * The seal of all that was written since the last one, but for what the signer adds; with nothing new, a seal of nothing. Undefined: there
 * never was an entry. `at` is now. To be read while nobody writes entries: one that came later with an earlier place would belie the seal.
 */
export function* draftSeal(): Script<SealDraft | undefined> {
  const { seq } = (yield* first(LAST, undefined))!;
  if (seq === 0) return undefined;
  const last = yield* lastSeal();
  const { number, hash } = yield* sealHead();
  const moved = yield* all(MOVED, { since: last?.seq ?? 0 });
  const heads = headsText(moved.map((head) => ({ ...head, hash: hex(head.hash) })));
  return { number: number + 1, previous: hash, at: new Date().toISOString(), seq, heads, front: yield* sealedFront() };
}

/** What the next seal says of where the audit begins: what the last one said, whatever the tables hold, as only a cut changes it. */
function* sealedFront(): Script<string> {
  return (yield* lastSeal())?.front ?? frontHash(yield* auditFront());
}

/** Whether nothing was sealed or cut since a seal was drafted. */
export function* isNextSeal(seal: AuditSeal): Script<boolean> {
  return yield* isNextWith(seal, yield* sealedFront());
}

/** Keeps a seal. Throws `StoreError('duplicate')` when another one was kept, or the oldest entries were cut off, since it was drafted. */
export function* keepSeal(seal: AuditSeal): Script<SealHead> {
  if (!(yield* isNextSeal(seal))) throw stale();
  return yield* insertSeal(seal);
}

/** The seal that a cut needs, but for what the signer adds; undefined when nothing is older than `before` (ISO instant). */
export function* draftCut(before: string): Script<SealDraft | undefined> {
  const front = yield* frontAfterCut(before);
  return front && { ...(yield* draftSeal())!, front: frontHash(front) };
}

/**
 * Removes what is older than `before`, the oldest first: clocks that were set back may leave some older ones behind newer. Gives how
 * many went. `seal`: of `draftCut`; required once there are seals, so that only a holder of the key can cut.
 * Throws `StoreError('duplicate')` when something was sealed or cut since it was drafted, `StoreError('secret')` when one is needed.
 */
export function* cutAudit(before: string, actor: string, seal?: AuditSeal): Script<number> {
  const front = yield* frontAfterCut(before);
  if (front === undefined) return 0;
  if (seal === undefined && (yield* sealHead()).number > 0)
    throw new StoreError('secret', 'audit: cutting sealed entries needs the secret');
  if (seal !== undefined) {
    if (!(yield* isNextWith(seal, frontHash(front)))) throw stale();
    yield* insertSeal(seal);
  }
  const { entries } = (yield* first(COUNT, { upTo: front.start.seq }))!;
  // First, so that the chain never ends where it begins, and says itself that it was shortened.
  yield* audit(auditEntry(actor, 'audit.cut', { counts: { entries, upTo: front.start.seq } }));
  yield* moveTo(front);
  return entries;
}

function* isNextWith(seal: AuditSeal, front: string): Script<boolean> {
  const { number, hash } = yield* sealHead();
  return seal.number === number + 1 && seal.previous === hash && seal.front === front;
}

function* insertSeal({ number, previous, at, seq, key, mac, front, heads }: AuditSeal): Script<SealHead> {
  yield* run(KEEP_SEAL, { number, previous: bytes(previous), at, seq, key, mac: bytes(mac), front: bytes(front), heads });
  return yield* sealHead();
}

function* moveTo({ start, anchors, seals }: AuditFront): Script<void> {
  yield* run(MOVE_START, { seq: start.seq, hash: bytes(start.hash) });
  yield* runMany(
    ANCHOR,
    anchors.map(({ chain, seq, hash }) => ({ chain, seq, hash: bytes(hash) })),
  );
  yield* run(REMOVE, { upTo: start.seq });
  yield* run(REMOVE_LISTS, undefined);
  if (seals.number === 0) return;
  yield* run(MOVE_SEALS, { number: seals.number, hash: bytes(seals.hash) });
  yield* run(REMOVE_SEALS, { number: seals.number });
  // The first linked seal stood for these: they go with it.
  yield* run(REMOVE_EARLIER_SEALS, undefined);
}

function stale(): StoreError {
  return new StoreError('duplicate', 'audit: another seal was made meanwhile');
}
