import type { AuditEntry } from '../audit.js';
import type { RightsMark } from '../rights-mark.js';
import type { AnyQuery, Query } from './query.js';

/** `last`: nothing is asked after it, so that what ends the transaction may go along, see `lastly`. */
interface MayEnd {
  readonly last?: true;
}

/** One thing that a script asks of its database. */
export type Step =
  /** Value: the rows. */
  | ({ readonly do: 'rows'; readonly query: AnyQuery; readonly values: unknown } & MayEnd)
  /** Value: how many rows changed. */
  | ({ readonly do: 'count'; readonly query: AnyQuery; readonly values: unknown } & MayEnd)
  /** One statement for each of several lots of values. Value: how many rows changed in all. */
  | ({ readonly do: 'many'; readonly query: AnyQuery; readonly values: readonly unknown[] } & MayEnd)
  /** Hands each row to `take`, a piece at a time: for what is too much for the memory, or for one turn of the event loop. */
  | { readonly do: 'stream'; readonly query: AnyQuery; readonly values: unknown; readonly take: (row: unknown) => void }
  /** Steps that do not need each other's answers, in one trip where trips count. Value: their values, in order. */
  | ({ readonly do: 'together'; readonly steps: readonly Step[] } & MayEnd)
  /** Value: what the script comes to. What it writes is taken back, and only that. */
  | { readonly do: 'take-back'; readonly script: Script<unknown> }
  /** An entry in the audit, which each database chains its own way. */
  | { readonly do: 'audit'; readonly entry: AuditEntry }
  /** What is also kept outside the database, before the transaction is over. */
  | { readonly do: 'mark'; readonly marks: readonly RightsMark[] };

/**
 * A transaction, or a part of one: yields what it asks, and is given what that came to. Nothing else happens in it, so that it can be run
 * at once (SQLite), with a trip for each step (PostgreSQL), and again from the beginning when the database gives a transaction up.
 * A script throws `StoreError` for what it refuses; it does not catch what a step throws, as the transaction is over by then.
 */
export type Script<T> = Generator<Step, T, never>;

export function* all<Row, Values>(of: Query<Row, Values>, values: Values): Script<readonly Row[]> {
  return yield { do: 'rows', query: of as AnyQuery, values };
}

/** The first row; undefined when there is none. */
export function* first<Row, Values>(of: Query<Row, Values>, values: Values): Script<Row | undefined> {
  return (yield* all(of, values))[0];
}

/** Gives how many rows changed. */
export function* run<Values>(of: Query<never, Values>, values: Values): Script<number> {
  return yield { do: 'count', query: of as AnyQuery, values };
}

/** As `run`, for each of several lots of values. Nothing is asked where there are none. */
export function* runMany<Values>(of: Query<never, Values>, values: readonly Values[]): Script<number> {
  if (values.length === 0) return 0;
  return yield { do: 'many', query: of as AnyQuery, values };
}

/** Hands each row to `take`. */
export function* stream<Row, Values>(of: Query<Row, Values>, values: Values, take: (row: Row) => void): Script<void> {
  yield { do: 'stream', query: of as AnyQuery, values, take: take as (row: unknown) => void };
}

/** A step, for `together`. */
export function rows<Row, Values>(of: Query<Row, Values>, values: Values): Step & { readonly '~value'?: readonly Row[] } {
  return { do: 'rows', query: of as AnyQuery, values };
}

/** A step, for `together`. */
export function count<Values>(of: Query<never, Values>, values: Values): Step & { readonly '~value'?: number } {
  return { do: 'count', query: of as AnyQuery, values };
}

type ValueOf<S> = S extends { readonly '~value'?: infer T } ? T : unknown;

/** Steps in one trip: their values in order. */
export function* together<const Steps extends readonly Step[]>(
  ...steps: Steps
): Script<{ readonly [I in keyof Steps]: ValueOf<Steps[I]> }> {
  return yield { do: 'together', steps };
}

/** Steps in one trip of `inTrips`: an answer to each waits in memory until the last of them is there. */
const STEPS_AT_ONCE = 500;

/** As `together`, for any number of steps: some hundreds to a trip. */
export function* inTrips<S extends Step>(steps: readonly S[]): Script<readonly ValueOf<S>[]> {
  const values: ValueOf<S>[] = [];
  for (let at = 0; at < steps.length; at += STEPS_AT_ONCE) {
    values.push(...((yield* together(...steps.slice(at, at + STEPS_AT_ONCE))) as readonly ValueOf<S>[]));
  }
  return values;
}

/**
 * The one step of `script` as the last one of a whole transaction: where trips count, its end takes none of its own. The transaction may be
 * over when the step has its value: whoever yields it asks nothing more, and refuses nothing.
 */
export function* lastly<T>(script: Script<T>): Script<T> {
  const only = script.next();
  if (only.done) return only.value;
  const end = script.next((yield { ...only.value, last: true } as Step) as never);
  if (!end.done) throw new Error('a last step was followed by another one');
  return end.value;
}

/** What a script comes to that is run, and taken back: to know what it would do. */
export function* takenBack<T>(script: Script<T>): Script<T> {
  return yield { do: 'take-back', script };
}

/** Writes an entry in the audit of this transaction. Throws `StoreError('failed')` for one without the shape that keeps texts of people out. */
export function* audit(entry: AuditEntry): Script<void> {
  yield { do: 'audit', entry };
}

/** Keeps marks of what was erased outside the database too. Throws `StoreError` when they cannot be kept: then nothing was done. */
export function* mark(marks: readonly RightsMark[]): Script<void> {
  yield { do: 'mark', marks };
}

/** Runs a script to its end where every step is answered at once. */
export function runNow<T>(script: Script<T>, answer: (step: Step) => unknown): T {
  let at = script.next();
  while (!at.done) at = script.next(answer(at.value) as never);
  return at.value;
}

/** The same where a step takes its time. */
export async function runSoon<T>(script: Script<T>, answer: (step: Step) => Promise<unknown>): Promise<T> {
  let at = script.next();
  while (!at.done) at = script.next((await answer(at.value)) as never);
  return at.value;
}
