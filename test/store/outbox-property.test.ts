import { describe, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import fc from 'fast-check';
import { ProfileIndex } from '../../src/goals/profile-index.js';
import type { Changed, DeliveryChange, ItemOutcome, OutgoingItem, TakenBatch, Verdict } from '../../src/store/outbox-store.js';
import { ScriptRunner } from '../../src/store/sqlite/connection/script-runner.js';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import type { Reply } from '../../src/store/sqlite/writer/protocol.js';
import { WriteEngine } from '../../src/store/sqlite/writer/write-engine.js';
import { exchangeCells } from '../../src/store/tables/exchanges/exchange-columns.js';
import type { Operation } from '../../src/store/tables/operation.js';
import { batchItems } from '../../src/store/tables/outbox/batch-items.js';
import { dueTargets } from '../../src/store/tables/outbox/due-targets.js';
import type { OutboxWrite } from '../../src/store/tables/outbox/outbox-write.js';
import { SlicePacker } from '../../src/store/tables/results/slice-packer.js';
import { delivery, PARTY, party, resultRow, school, slice } from './support/records.js';

const SCHOOLS = ['99S1', '99S2'];
const TARGETS = ['t1', 't2'];
const NO_PROFILES = new ProfileIndex([]);
const START = Date.parse('2026-11-22T08:00:00.000Z');

type Answer =
  | 'delivered'
  | 'refused'
  | 'deferred'
  | 'retry'
  | 'answer lost'
  | 'open'
  | 'too-old'
  | 'split'
  | 'hold'
  | 'crash'
  | 'nothing sent';
type Step =
  | { readonly do: 'bring'; readonly school: string; readonly results: readonly number[]; readonly targets: readonly string[] }
  | { readonly do: 'work'; readonly target: string; readonly limit: number; readonly answer: Answer; readonly late: boolean }
  | { readonly do: 'clock'; readonly seconds: number }
  | {
      readonly do: 'change';
      readonly change: DeliveryChange;
      readonly target: string;
      readonly result: number | undefined;
      readonly force: boolean;
    }
  | { readonly do: 'pause'; readonly target: string; readonly school: string; readonly on: boolean };

const target = fc.constantFrom(...TARGETS);
const of = fc.constantFrom(...SCHOOLS);
const answers: readonly Answer[] = [
  'refused',
  'deferred',
  'retry',
  'answer lost',
  'open',
  'too-old',
  'split',
  'hold',
  'crash',
  'nothing sent',
];
const answer = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Answer>('delivered') },
  { weight: 1, arbitrary: fc.constant<Answer>('refused') },
  { weight: 3, arbitrary: fc.constantFrom(...answers) },
);
const bring = fc.record({
  do: fc.constant('bring' as const),
  school: of,
  results: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 4 }),
  targets: fc.constantFrom(['t1'], ['t1', 't2'], []),
});
const work = fc.record({ do: fc.constant('work' as const), target, limit: fc.integer({ min: 1, max: 5 }), answer, late: fc.boolean() });
const clock = fc.record({ do: fc.constant('clock' as const), seconds: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constant(-3_600)) });
const change = fc.record({
  do: fc.constant('change' as const),
  change: fc.constantFrom<DeliveryChange>('cancel', 'hold', 'release', 'redrive'),
  target,
  result: fc.oneof(fc.constant(undefined), fc.nat(3)),
  force: fc.constantFrom(false, false, false, false, false, true),
});
const pause = fc.record({ do: fc.constant('pause' as const), target, school: of, on: fc.boolean() });
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: bring },
    { weight: 8, arbitrary: work },
    { weight: 2, arbitrary: clock },
    { weight: 3, arbitrary: change },
    { weight: 1, arbitrary: pause },
  ),
  { minLength: 20, maxLength: 40, size: 'max' },
);

interface Row {
  readonly seq: number;
  readonly lane: number;
  readonly state: string;
}

/** A store, what went out of it, and what a careful reader of the contract holds against it. */
class Trial {
  private readonly db: Database = new SqliteDatabase(':memory:');
  private readonly engine: WriteEngine;
  private readonly scripts: ScriptRunner;
  /** Deliveries of each batch, by id, at its last attempt. */
  private readonly sent = new Map<string, readonly string[]>();
  private readonly delivered = new Set<string>();
  /** What was in a batch that a target took in, by its id: when it comes again, the target does nothing with it. */
  private readonly takenIn = new Map<string, readonly string[]>();
  /** The last revision that a target has of a result, by target, school and result. */
  private readonly received = new Map<string, number>();
  private readonly created = new Map<string, string>();
  private forced = false;
  private messages = 0;
  private now = START;

  constructor() {
    this.db.pragma('foreign_keys = ON');
    migrate(this.db);
    this.engine = new WriteEngine(this.db);
    this.scripts = new ScriptRunner(this.db);
    for (const id of SCHOOLS) this.write({ kind: 'school', school: school(id) });
    this.write({ kind: 'party', party: party(PARTY) });
    this.write({ kind: 'party', party: party('las', { role: 'las' }) });
    for (const id of TARGETS) {
      this.write({ kind: 'target', target: { id, party: 'las', kind: 'las', settings: new Uint8Array(), createdAt: this.at() } });
    }
  }

  run(step: Step): void {
    if (step.do === 'bring') this.bring(step);
    else if (step.do === 'work') this.work(step);
    else if (step.do === 'clock') this.now += step.seconds * 1_000;
    else if (step.do === 'change') this.change(step);
    else this.outbox({ kind: 'pause', scope: { target: step.target, school: step.school }, at: step.on ? this.at() : undefined });
    this.check();
  }

  /** Everything that was in the way is taken out of it, and receivers take what they get. */
  finish(): readonly Row[] {
    for (const one of TARGETS) {
      this.outbox({ kind: 'resume', target: one, at: this.at() });
      for (const id of SCHOOLS) this.outbox({ kind: 'pause', scope: { target: one, school: id }, at: undefined });
    }
    this.now = START + 86_400_000;
    for (let round = 0; round < 500; round += 1) {
      const more = TARGETS.map((one) => this.work({ do: 'work', target: one, limit: 3, answer: 'delivered', late: false }));
      if (!more.includes(true)) break;
    }
    this.check();
    return this.rows();
  }

  close(): void {
    this.db.close();
  }

  private bring({ school: id, results, targets }: Extract<Step, { do: 'bring' }>): void {
    this.messages += 1;
    const rows = slice(results.map((result) => resultRow(`r${result}`, { school: id })));
    const { exchange } = delivery(`m${this.messages}`, { school: id });
    const { createdAtNs, digest } = exchange;
    const head = { exchange: exchangeCells(exchange), fields: undefined, school: id, party: PARTY, digest, createdAtNs };
    this.write({
      kind: 'delivery',
      head: {
        ...head,
        acceptStale: true,
        acceptSameMoment: false,
        unordered: false,
        aside: false,
        requestKey: undefined,
        erasures: undefined,
        directory: undefined,
        assessments: [],
        targets,
      },
      rows: new SlicePacker(id).pack(rows),
    });
  }

  /** Takes, and has the target answer. False: there was nothing to take. */
  private work({ target: to, limit, answer: became, late }: Extract<Step, { do: 'work' }>): boolean {
    const until = new Date(this.now + 60_000).toISOString();
    const request = { target: to, owner: 'p', at: this.at(), until, limit, busy: [] };
    const batch = this.outbox({ kind: 'take', request }) as TakenBatch | undefined;
    if (batch === undefined) {
      expect(this.scripts.run(dueTargets(this.at())).filter((due) => due.target === to && due.dueAt <= this.at())).toEqual([]);
      return false;
    }
    const items = this.itemsOf(batch);
    this.checkTaken(batch, items);
    if (became === 'delivered' || became === 'answer lost') this.takeIn(batch, items);
    if (became === 'crash') return true;
    // Somebody whose lease is over, but whose lane nobody took, may still say what came of it.
    if (late) this.now += 100_000;
    const settled = this.outbox({
      kind: 'settle',
      settlement: {
        batch: batch.id,
        lease: batch.lease,
        at: this.at(),
        ...(became === 'nothing sent' ? {} : { attempt: { outcome: 'answered', status: 200 } }),
        verdict: this.verdict(became, items),
      },
    });
    expect(settled).toBe(true);
    if (became === 'delivered') for (const item of items) this.receive(batch, item);
    return true;
  }

  private itemsOf({ id }: TakenBatch): readonly OutgoingItem[] {
    return this.scripts.run(batchItems(id, NO_PROFILES));
  }

  private takeIn({ id }: TakenBatch, items: readonly OutgoingItem[]): void {
    const ids = items.map(({ delivery: of }) => of);
    const before = this.takenIn.get(id);
    if (before === undefined) this.takenIn.set(id, ids);
    else expect(before).toEqual(expect.arrayContaining(ids));
  }

  /** A target has each revision once, and never an older one after a newer one. */
  private receive({ target: to, school: id }: TakenBatch, { delivery: of, content }: OutgoingItem): void {
    if (content?.current !== true) return;
    const place = `${to} ${id} ${content.result.id}`;
    const last = this.received.get(place) ?? 0;
    const { revision } = content.result;
    if (this.forced) expect([place, revision >= last]).toEqual([place, true]);
    else expect([place, revision, revision > last]).toEqual([place, revision, true]);
    this.received.set(place, revision);
    this.delivered.add(of);
  }

  private verdict(became: Answer, items: readonly OutgoingItem[]): Verdict {
    // As the worker does: what a newer revision took the place of does not go.
    const old: ItemOutcome = { kind: 'cancelled', reason: 'superseded' };
    const all = (outcome: ItemOutcome): Verdict => ({
      kind: 'answered',
      items: new Map(items.map(({ delivery: id, content }) => [id, content?.current === true ? outcome : old])),
    });
    const soon = new Date(this.now + 30_000).toISOString();
    switch (became) {
      case 'delivered':
        return all({ kind: 'delivered' });
      case 'refused':
        return all({ kind: 'dead', reason: 'refused' });
      case 'deferred': {
        const outcomes = items.map(
          ({ delivery: id }, index) => [id, { kind: index === 0 ? 'cancelled' : 'deferred', reason: 'erased' }] as const,
        );
        return { kind: 'answered', items: new Map(outcomes as readonly (readonly [string, ItemOutcome])[]) };
      }
      case 'too-old':
        return { kind: 'retry', at: soon, tooOld: true };
      case 'open':
        return { kind: 'retry', at: soon, openUntil: new Date(this.now + 90_000).toISOString() };
      case 'split':
        return { kind: 'split' };
      case 'hold':
        return { kind: 'hold', reason: 'authorisation' };
      default:
        return { kind: 'retry', at: soon };
    }
  }

  private change({ change: what, target: to, result, force }: Extract<Step, { do: 'change' }>): void {
    const before = this.rows();
    const write = {
      kind: 'change',
      change: what,
      filter: { target: to, ...(result === undefined ? {} : { result: `r${result}` }) },
    } as const;
    const planned = this.outbox({ ...write, how: { at: this.at(), force, dryRun: true } }) as Changed;
    expect(this.rows()).toEqual(before);
    const changed = this.outbox({ ...write, how: { at: this.at(), force } }) as Changed;
    expect(changed).toEqual(planned);
    const sum = Object.values(changed.skipped).reduce((total, count) => total + count, changed.changed);
    if (result === undefined) expect(sum).toBe(before.filter(({ lane }) => this.targetOf(lane) === to).length);
    this.forced ||= force && what === 'redrive';
  }

  private checkTaken(batch: TakenBatch, items: readonly OutgoingItem[]): void {
    const ids = items.map(({ delivery: id }) => id);
    expect(items.length).toBe(batch.size);
    // A batch only ever gets smaller, so that its id says the same to who had it before.
    const before = this.sent.get(batch.id);
    if (before !== undefined) expect(before).toEqual(expect.arrayContaining(ids));
    this.sent.set(batch.id, ids);
    const results = items.map(({ content }) => content?.result.id);
    expect(new Set(results).size).toBe(results.length);
    const place = `${batch.target} ${batch.school}`;
    const last = this.created.get(place);
    if (last !== undefined) expect(batch.createdAt > last).toBe(true);
    this.created.set(place, batch.createdAt);
  }

  private check(): void {
    const counted = 'SELECT lane, state, rows FROM delivery_counts WHERE rows <> 0 ORDER BY lane, state';
    const real = 'SELECT lane, state, count(*) AS rows FROM outbox GROUP BY lane, state ORDER BY lane, state';
    expect(this.db.prepare(counted).all()).toEqual(this.db.prepare(real).all());
    const pending = "state IN ('waiting', 'leased', 'retrying')";
    // Nothing waits in a lane that nobody looks at, and nothing is out that nobody has.
    const lost = `SELECT l.seq FROM delivery_lanes l WHERE l.due_at IS NULL AND EXISTS (SELECT 1 FROM outbox o WHERE o.lane = l.seq AND ${pending})`;
    expect(this.db.prepare(lost).all()).toEqual([]);
    const stray = "SELECT o.seq FROM outbox o JOIN delivery_lanes l ON l.seq = o.lane WHERE o.state = 'leased' AND l.batch IS NOT o.batch";
    expect(this.db.prepare(stray).all()).toEqual([]);
    const state = this.db.prepare<[number], string>('SELECT state FROM outbox WHERE seq = ?').pluck();
    expect([...this.delivered].filter((id) => state.get(Number(id)) !== 'delivered')).toEqual([]);
  }

  private rows(): readonly Row[] {
    return this.db.prepare<[], Row>('SELECT * FROM outbox ORDER BY seq').all();
  }

  private targetOf(lane: number): string | undefined {
    return this.db.prepare<[number], string>('SELECT target FROM delivery_lanes WHERE seq = ?').pluck().get(lane);
  }

  private outbox(write: OutboxWrite): unknown {
    return this.write({ kind: 'outbox', write });
  }

  private write(operation: Operation): unknown {
    const reply = this.engine.answer({ kind: 'batch', operations: [{ ...operation, actor: 'gateway' }] });
    const [one] = reply.ok ? (reply.value as readonly Reply[]) : [reply];
    if (!one?.ok) throw new Error(`${operation.kind}: ${one?.message}`);
    return one.value;
  }

  private at(): string {
    return new Date(this.now).toISOString();
  }
}

describe('an outbox', () => {
  test('loses nothing, doubles nothing and forgets nobody, whatever receivers, clocks and people do', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const trial = new Trial();
        try {
          for (const step of script) trial.run(step);
          const left = trial.finish().filter(({ state }) => !['delivered', 'dead', 'cancelled', 'held'].includes(state));
          expect(left).toEqual([]);
        } finally {
          trial.close();
        }
      }),
      { numRuns: 12 },
    );
  });
});
