import { GATEWAY_CHAIN } from '../audit-chain.js';
import { query } from '../sql/query.js';
import { first, runSoon, type Script, type Step } from '../sql/script.js';
import { StoreError } from '../store-error.js';
import { type ScriptedOperation, scriptOf } from '../tables/carry-out.js';
import type { DirectoryWrite } from '../tables/directory/directory-write.js';
import { EXCHANGE_CELL, type WholeExchange } from '../tables/exchanges/exchange-columns.js';
import type { GoalWrite } from '../tables/goals/goal-write.js';
import type { Stamped } from '../tables/operation.js';
import { deliverySeq } from '../tables/outbox/outbox-rows.js';
import type { OutboxWrite } from '../tables/outbox/outbox-write.js';
import type { RetentionWork } from '../tables/retention/carry-out-retention.js';
import type { RightsWrite } from '../tables/rights/rights-write.js';
import { type Chains, EVERY_CHAIN } from './connection/locks.js';
import type { Ask, Work } from './postgres-access.js';

interface SchoolRow {
  readonly school: string | null;
}

interface ById {
  readonly id: string;
}

interface BySeq {
  readonly seq: number;
}

/** None of these rows ever becomes another school's: so they may be read before the lock is there. */
const OF_AGREEMENT = query<SchoolRow, ById>(() => 'SELECT school FROM agreements WHERE id = @id');
const OF_TOKEN = query<SchoolRow, ById>(() => 'SELECT school FROM tokens WHERE id = @id');
const OF_BATCH = query<SchoolRow, ById>(
  () => 'SELECT l.school FROM delivery_batches b JOIN delivery_lanes l ON l.seq = b.lane WHERE b.id = @id',
);
const OF_DELIVERY = query<SchoolRow, BySeq>(
  () => 'SELECT l.school FROM outbox o JOIN delivery_lanes l ON l.seq = o.lane WHERE o.seq = @seq',
);
const OF_RETAG = query<SchoolRow, BySeq>(() => 'SELECT school FROM retag_jobs WHERE seq = @seq');

const GATEWAY = [GATEWAY_CHAIN];

/** An operation as a transaction. Nothing is asked where it says itself which schools it is about. */
export async function workOf(operation: Stamped, ask: Ask): Promise<Work> {
  if (operation.kind === 'delivery') throw new StoreError('failed', 'a delivery is stored in a way of its own');
  const schools = await runSoon(chainsOf(operation), (step) => ask(one(step)));
  const alone = hasAuditAlone(operation) ? ({ exclusiveAudit: true } as const) : {};
  return { schools, ...alone, script: () => scriptOf(operation, operation.actor) };
}

function* one(step: Step): Script<unknown> {
  return yield step;
}

function hasAuditAlone(operation: ScriptedOperation): boolean {
  switch (operation.kind) {
    case 'seal-audit':
    case 'draft-seal':
    case 'draft-cut':
    case 'cut-audit':
    case 'new-secret':
      return true;
    case 'retention':
      return operation.work.do === 'step' && operation.work.scope.class === 'audit';
    default:
      return false;
  }
}

/**
 * The chains whose only writer an operation has to be. The directory has one writer, the one of the chain of the gateway. Some rows have to be
 * read to know it; these never become another school's.
 */
function* chainsOf(operation: ScriptedOperation): Script<Chains> {
  switch (operation.kind) {
    case 'record':
      return [ofRecord(operation)];
    case 'assertion':
    case 'uses':
      return [];
    case 'audit':
      return operation.entries.map(({ school }) => chainOf(school));
    case 'school-key':
    case 'keep-aliases':
    case 'remove-aliases':
    case 'forget-gone':
      return [operation.school];
    // These change the row of the school too.
    case 'rotate-aliases':
    case 'destroy-key':
      return [...GATEWAY, operation.school];
    case 'roster':
      return [operation.change.head.school, ...(operation.change.record === undefined ? [] : [ofRecord(operation.change.record)])];
    case 'roster-packs':
      return [operation.packs.head.school];
    case 'purge-rosters':
      return [operation.scope.school];
    case 'retention':
      return ofRetention(operation.work);
    case 'seal-audit':
    case 'draft-seal':
    case 'draft-cut':
    case 'cut-audit':
    case 'new-secret':
    case 'purge-aliases':
      return GATEWAY;
    case 'outbox':
      return yield* ofOutbox(operation.write);
    case 'rights':
      return ofRights(operation.write);
    case 'goals':
      return yield* ofGoals(operation.write);
    default:
      return yield* ofDirectory(operation);
  }
}

function* ofDirectory(write: DirectoryWrite): Script<Chains> {
  switch (write.kind) {
    case 'school':
      return [...GATEWAY, write.school.id];
    case 'rename-school':
    case 'set-school':
    case 'school-statement':
      return [...GATEWAY, write.id];
    case 'agreements':
      return [...GATEWAY, ...write.agreements.map(({ school }) => school)];
    case 'replace-agreement':
      return [...GATEWAY, write.fresh.school, ...(yield* schoolOf(OF_AGREEMENT, write))];
    case 'token':
      return [chainOf(write.token.school), ...GATEWAY];
    case 'end':
      // What is put back meanwhile for a target that ends would wait for ever: so nothing is, in any lane.
      if (write.what === 'target') return EVERY_CHAIN;
      if (write.what === 'agreement') return [...GATEWAY, ...(yield* schoolOf(OF_AGREEMENT, write))];
      return write.what === 'token' ? [...GATEWAY, ...(yield* schoolOf(OF_TOKEN, write))] : GATEWAY;
    default:
      return GATEWAY;
  }
}

function* ofOutbox(write: OutboxWrite): Script<Chains> {
  switch (write.kind) {
    case 'take':
      // Two that ask whether a target may be tried would both try.
      return [`target ${write.request.target}`];
    case 'renew':
    case 'alert-sent':
      return [];
    case 'settle':
      return yield* schoolOf(OF_BATCH, { id: write.settlement.batch });
    case 'change':
      // Alone, as who takes deliveries of a school has not its lock.
      return write.how.dryRun === true ? [] : EVERY_CHAIN;
    case 'pause':
      return [chainOf(write.scope.school)];
    case 'resume':
      return GATEWAY;
    case 'queue-stored':
      return [write.request.school];
    case 'finish-task': {
      const seq = deliverySeq(write.id);
      return seq === undefined ? [] : yield* schoolOf(OF_DELIVERY, { seq });
    }
  }
}

function ofRights(write: RightsWrite): Chains {
  switch (write.kind) {
    case 'disclose':
      return write.disclosures.map(({ school }) => school);
    case 'erase':
      return [write.request.school];
    case 'lift':
    case 'restrict':
      return [write.school];
    case 'add-marks':
      return [];
  }
}

/** Who changes goals asks for re-tags of schools: the work on these waits for that. */
function* ofGoals({ table, write }: GoalWrite): Script<Chains> {
  switch (table) {
    case 'sets':
      return [...GATEWAY, chainOf(write.school)];
    case 'mappings':
      return [...GATEWAY, chainOf(write.change.school)];
    case 'profiles':
      return write.kind === 'declare' ? GATEWAY : [...GATEWAY, write.school];
    case 'links':
      if (write.kind === 'ask-retag') return [...GATEWAY, ...write.schools];
      return [...GATEWAY, ...(yield* schoolOf(OF_RETAG, { seq: write.job.seq }))];
    default:
      return [write.school];
  }
}

function ofRetention(work: RetentionWork): Chains {
  switch (work.do) {
    case 'term':
      return [work.school];
    case 'step':
      return [chainOf('school' in work.scope ? work.scope.school : undefined)];
    case 'begin':
    case 'finish':
      return GATEWAY;
    case 'weigh':
      return [];
  }
}

function ofRecord({ exchange }: WholeExchange): string {
  return chainOf(exchange[EXCHANGE_CELL.school] as string | null);
}

/** Empty stands for no school in some tables. */
function chainOf(school: string | null | undefined): string {
  return school || GATEWAY_CHAIN;
}

function* schoolOf<Values>(of: typeof OF_AGREEMENT | typeof OF_DELIVERY, values: Values): Script<readonly string[]> {
  const row = yield* first(of as ReturnType<typeof query<SchoolRow, Values>>, values);
  return row === undefined ? [] : [chainOf(row.school)];
}
