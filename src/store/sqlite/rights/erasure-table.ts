import { createHmac } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import {
  allNames,
  type Erased,
  type ErasedKind,
  type ErasureRequest,
  type Person,
  type Receipt,
  type Rewritten,
} from '../../rights-store.js';
import { eraseDeliveries } from '../../tables/outbox/outbox-erasure.js';
import { receiversOf } from '../../tables/rights/disclosed-to.js';
import { findAgain } from '../../tables/rights/find-person.js';
import { bumpRosters } from '../../tables/roster/roster-bump.js';
import type { ScriptRunner } from '../connection/script-runner.js';
import { SharedTable } from '../results/shared-table.js';
import { LegalHold } from '../retention/legal-hold.js';
import { RewriteTable } from '../sql/rewrite-table.js';

/** What there is of a person, in an order in which nothing hangs from what is gone. What is given back is hashed, never kept. */
const REMOVALS = {
  signals: 'DELETE FROM signals WHERE learner IN (SELECT value FROM json_each(@learners)) RETURNING *',
  results: 'DELETE FROM results WHERE learner IN (SELECT value FROM json_each(@learners)) RETURNING *',
  learners: 'DELETE FROM learners WHERE seq IN (SELECT value FROM json_each(@learners)) RETURNING *',
  memberships: `DELETE FROM roster_memberships WHERE school = @school AND member_kind = 'learner' AND member = @learner RETURNING *`,
  rosterEntries: `DELETE FROM roster_objects WHERE school = @school AND kind = 'learner' AND id = @learner RETURNING *`,
  learnerNames: 'DELETE FROM learner_aliases WHERE school = @school AND learner = @learner RETURNING *',
  disclosures: 'DELETE FROM disclosed_learners WHERE school = @school AND learner IN (SELECT value FROM json_each(@names)) RETURNING *',
  annotations: 'DELETE FROM annotations WHERE school = @school AND learner = @learner RETURNING *',
  restrictions: 'DELETE FROM restrictions WHERE school = @school AND name IN (SELECT value FROM json_each(@names)) RETURNING *',
} as const;

/** Which results a signal rests on: both are gone after this, so it is not counted apart. */
const REMOVE_BASIS = `
  DELETE FROM signal_basis WHERE school = @school AND signal IN (
    SELECT id FROM signals WHERE school = @school AND learner IN (SELECT value FROM json_each(@learners)))`;

/** Results whose current revision is of them, and an earlier one of somebody else, who was taken for them: that one stays without. */
const MARK_IRREGULAR = `
  UPDATE sources SET irregular = 1 WHERE irregular = 0 AND seq IN (
    SELECT c.source FROM results c CROSS JOIN results earlier INDEXED BY results_superseded
      ON earlier.source = c.source AND earlier.id = c.id AND earlier.current = 0
    WHERE c.learner IN (SELECT value FROM json_each(@learners)) AND c.current = 1
      AND earlier.learner NOT IN (SELECT value FROM json_each(@learners)))`;

/** Removes all there is of a person, and remembers that it was. Synchronous; runs inside the caller's transaction. */
export class ErasureTable {
  private readonly removals: readonly (readonly [kind: string, Statement<unknown[]>])[];
  private readonly removeBasis: Statement<unknown[]>;
  private readonly markIrregular: Statement<unknown[]>;
  private readonly sharedOf: Statement<[{ readonly learners: string }], number>;
  private readonly shared: SharedTable;
  private readonly hold: LegalHold;
  private readonly insert: Statement<unknown[]>;
  private readonly known: Statement<[string], number>;
  private readonly insertName: Statement<unknown[]>;
  private readonly insertNotice: Statement<unknown[]>;
  private readonly find: Statement<[string, string], number>;
  private readonly lifted: Statement<unknown[]>;
  private readonly freeNames: Statement<[number]>;
  private readonly oldNotices: Statement<[string]>;
  private readonly receivers: Statement<[string], { readonly receiver: string; readonly generation: number }>;
  private readonly forget: Statement<unknown[]>;
  private readonly rewrites: RewriteTable;

  constructor(
    db: Database,
    private readonly scripts: ScriptRunner,
  ) {
    this.removals = Object.entries(REMOVALS).map(([kind, sql]) => [kind, db.prepare(sql).raw()] as const);
    this.removeBasis = db.prepare(REMOVE_BASIS);
    this.markIrregular = db.prepare(MARK_IRREGULAR);
    this.sharedOf = db
      .prepare<[{ readonly learners: string }], number>(
        'SELECT DISTINCT shared FROM results WHERE learner IN (SELECT value FROM json_each(@learners))',
      )
      .pluck();
    this.shared = new SharedTable(db);
    this.hold = new LegalHold(db);
    this.insert = db.prepare('INSERT INTO erasures (id, school, at, receipt) VALUES (?, ?, ?, ?)');
    this.known = db.prepare<[string], number>('SELECT seq FROM erasures WHERE id = ?').pluck();
    this.insertName = db.prepare('INSERT INTO erased_names (school, digest, erasure) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.insertNotice = db.prepare(`
      INSERT INTO erasure_notices (school, receiver, erasure, at, until, sealed_alias) VALUES (?, ?, ?, ?, ?, ?)`);
    this.find = db.prepare<[string, string], number>('SELECT seq FROM erasures WHERE school = ? AND id = ? AND lifted_at IS NULL').pluck();
    this.lifted = db.prepare('UPDATE erasures SET lifted_at = ? WHERE seq = ?');
    this.freeNames = db.prepare('DELETE FROM erased_names WHERE erasure = ?');
    this.receivers = db.prepare('SELECT DISTINCT receiver, generation FROM receiver_aliases WHERE school = ?');
    this.forget = db.prepare('DELETE FROM receiver_aliases WHERE school = ? AND receiver = ? AND alias = ? RETURNING *').raw();
    this.oldNotices = db.prepare('DELETE FROM erasure_notices WHERE until <= ?');
    this.rewrites = new RewriteTable(db);
  }

  /** A dry run removes too, and leaves it to the caller's transaction to take that back. */
  erase(request: ErasureRequest): Erased {
    const { id, school, at, person } = request;
    if (this.hold.on(school)) return { kind: 'held' };
    const { person: now, learners } = this.scripts.run(findAgain(school, person));
    if (!isSame(now, person) || !this.hasReceivers(request)) return { kind: 'changed' };
    const targets = this.scripts.run(eraseDeliveries(learners, request));
    if (targets === undefined) return { kind: 'changed' };
    const receivers = this.scripts.run(receiversOf(school, person));
    this.scripts.run(bumpRosters(school, person.learner, at));
    const of = {
      school,
      learner: person.learner ?? null,
      learners: JSON.stringify(learners),
      names: JSON.stringify(allNames(person)),
    };
    this.removeBasis.run({ school, learners: of.learners });
    this.markIrregular.run({ learners: of.learners });
    const shared = this.sharedOf.all({ learners: of.learners });
    const removed = this.removals.map(([kind, statement]) => this.remove(kind, statement, of, request.hashKey));
    this.shared.forget(shared);
    const others = request.rewritten === undefined ? [] : [this.rewrite(request.rewritten, request.hashKey)];
    const given = this.forgetAliases(request);
    const told = targets.length === 0 ? {} : { targets };
    const receipt: Receipt = { id, school, at, removed: [...removed, ...others, given.removed], receivers, ...told };
    this.remember(request, receipt, given.aliases);
    return { kind: 'erased', receipt };
  }

  lift(school: string, id: string, at: string): boolean {
    const seq = this.find.get(school, id);
    if (seq === undefined) return false;
    this.lifted.run(at, seq);
    this.freeNames.run(seq);
    return true;
  }

  private remove(kind: string, statement: Statement<unknown[]>, of: object, key: Uint8Array): ErasedKind {
    const hash = createHmac('sha256', key);
    const rows = statement.all(of) as (readonly unknown[])[];
    for (const row of rows) hash.update(JSON.stringify(row));
    return { kind, count: rows.length, hash: hash.digest('hex') };
  }

  private rewrite(rewritten: readonly Rewritten[], key: Uint8Array): ErasedKind {
    const hash = createHmac('sha256', key);
    let count = 0;
    for (const before of this.rewrites.apply(rewritten)) {
      hash.update(JSON.stringify(before));
      count += 1;
    }
    return { kind: 'mentions', count, hash: hash.digest('hex') };
  }

  /** Whether nobody but these receivers was given aliases. */
  private hasReceivers({ school, aliasReceivers }: ErasureRequest): boolean {
    const known = new Set(aliasReceivers.map(({ receiver, generation }) => `${generation} ${receiver}`));
    return this.receivers.all(school).every(({ receiver, generation }) => known.has(`${generation} ${receiver}`));
  }

  /** Gives those aliases of the person that a receiver was given indeed. */
  private forgetAliases({ school, receiverAliases, hashKey }: ErasureRequest): {
    readonly removed: ErasedKind;
    readonly aliases: ErasureRequest['receiverAliases'];
  } {
    const hash = createHmac('sha256', hashKey);
    const aliases = receiverAliases.filter(({ receiver, alias }) => {
      const row = this.forget.get(school, receiver, alias);
      if (row !== undefined) hash.update(JSON.stringify(row));
      return row !== undefined;
    });
    return { removed: { kind: 'receiverAliases', count: aliases.length, hash: hash.digest('hex') }, aliases };
  }

  private remember(request: ErasureRequest, receipt: Receipt, told: ErasureRequest['receiverAliases']): void {
    const { id, school, at, noticesUntil, digests, again } = request;
    const known = again === undefined ? undefined : this.known.get(id);
    const seq = known ?? this.insertReceipt(again?.receipt ?? receipt);
    for (const digest of digests) this.insertName.run(school, digest, seq);
    this.oldNotices.run(at);
    if (known !== undefined) return;
    const fresh = told.map(({ receiver, sealedAlias }) => ({ receiver, until: noticesUntil, sealedAlias }));
    const kept = again?.notices.map((notice) => ({ ...notice, sealedAlias: Buffer.from(notice.sealedAlias, 'base64') }));
    for (const { receiver, until, sealedAlias } of kept ?? fresh) this.insertNotice.run(school, receiver, seq, at, until, sealedAlias);
  }

  private insertReceipt(receipt: Receipt): number | bigint {
    const { id, school, at } = receipt;
    return this.insert.run(id, school, at, JSON.stringify(receipt)).lastInsertRowid;
  }
}

function isSame(one: Person, other: Person): boolean {
  return one.learner === other.learner && one.names.join(' ') === other.names.join(' ');
}
