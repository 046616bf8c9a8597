import { setTimeout } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { AnyQuery } from '../../sql/query.js';
import { runSoon, type Script, type Step } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { boundValues, compile, statementOf } from '../statement.js';
import { isGivenUp } from './failure.js';
import { type Answer, type Asked, trip } from './trip.js';

const BEGIN = plain('BEGIN');
const BEGIN_READING = plain('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
const COMMIT = plain('COMMIT');
const ROLLBACK = plain('ROLLBACK');
const LOCK = compile('SELECT pg_advisory_xact_lock(hashtextextended(@chain, 0))');

/** Rows of a stream in one trip. */
const PIECE = 500;
/** Statements of `many` in one trip. */
const MOST = 500;
/** How often a transaction that the database gave up is run again, and how long at most is waited before, in ms. */
const RETRIES = 8;
const LONGEST_PAUSE_MS = 40;

function plain(text: string): Asked {
  return { statement: compile(text), values: [] };
}

/** How a script is run. */
export type How =
  /** Each step by itself: for one that reads once. */
  | 'once'
  /** All that it reads as of one moment. */
  | 'reading'
  /** As the only writer of these schools; of none: as any other. */
  | { readonly schools: readonly string[] };

/**
 * Runs a script on a connection. What begins a transaction goes with its first trip. The locks come in sorted order, before anything is read:
 * each statement sees what was committed before it began. A transaction that the database gives up is run again whole; `script` makes it anew.
 * Errors: those of the script, of PostgreSQL and of the connection; then nothing was done, unless the connection went away during the commit.
 */
export async function runScript<T>(client: ClientBase, how: How, script: () => Script<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const run = new Run(client, how);
    try {
      const value = await runSoon(script(), (step) => run.answer(step));
      await run.end();
      return value;
    } catch (error) {
      await run.undo();
      if (attempt > RETRIES || !isGivenUp(error)) throw error;
      // Not all at the same time, so that they do not meet again.
      await setTimeout(Math.random() * LONGEST_PAUSE_MS);
    }
  }
}

class Run {
  private opening: readonly Asked[];
  private isOpen = false;
  private portals = 0;

  constructor(
    private readonly client: ClientBase,
    private readonly how: How,
  ) {
    this.opening = openingOf(how);
  }

  async answer(step: Step): Promise<unknown> {
    if (step.do === 'stream') return this.stream(step);
    const asked = stepsAsked(step);
    if (step.do === 'many') return this.many(asked);
    return valueOfStep(step, (await this.send(asked))[Symbol.iterator]());
  }

  /** Nothing is sent where nothing was asked. */
  async end(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    await trip(this.client, [COMMIT]);
  }

  async undo(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    // A connection that is gone has taken its transaction along.
    await trip(this.client, [ROLLBACK]).catch(() => undefined);
  }

  private async many(asked: readonly Asked[]): Promise<number> {
    let count = 0;
    for (let at = 0; at < asked.length; at += MOST) {
      for (const answer of await this.send(asked.slice(at, at + MOST))) count += answer.count;
    }
    return count;
  }

  private async stream({ query, values, take }: Extract<Step, { do: 'stream' }>): Promise<void> {
    if (this.how === 'once') throw new Error('a stream needs a transaction');
    const asked = askedOf(query, values);
    const name = `stream${++this.portals}`;
    for (let isOpen = false, hasMore = true; hasMore; isOpen = true) {
      const [answer] = await this.send([{ ...asked, portal: { name, rows: PIECE, isOpen } }]);
      for (const row of answer!.rows) take(row);
      hasMore = answer!.hasMore;
    }
  }

  /** The answers, without those of what opens a transaction. */
  private async send(asked: readonly Asked[]): Promise<readonly Answer[]> {
    const { opening } = this;
    if (opening.length > 0) {
      this.opening = [];
      this.isOpen = true;
    }
    const answers = await trip(this.client, [...opening, ...asked]);
    return answers.slice(opening.length);
  }
}

function openingOf(how: How): readonly Asked[] {
  if (how === 'once') return [];
  if (how === 'reading') return [BEGIN_READING];
  const chains = [...new Set(how.schools)].sort();
  return [BEGIN, ...chains.map((chain) => ({ statement: LOCK, values: [chain] }))];
}

function askedOf(query: AnyQuery, values: unknown): Asked {
  const statement = statementOf(query);
  return { statement, values: boundValues(statement, values) };
}

function stepsAsked(step: Step): readonly Asked[] {
  switch (step.do) {
    case 'rows':
    case 'count':
      return [askedOf(step.query, step.values)];
    case 'many':
      return step.values.map((values) => askedOf(step.query, values));
    case 'together':
      return step.steps.flatMap(stepsAsked);
    default:
      throw new StoreError('failed', `PostgreSQL cannot run the step ${step.do} of a transaction yet`);
  }
}

/** What a step came to, from its answers. */
function valueOfStep(step: Step, answers: Iterator<Answer>): unknown {
  switch (step.do) {
    case 'rows':
      return answers.next().value!.rows;
    case 'count':
      return answers.next().value!.count;
    case 'many':
      return step.values.reduce<number>((sum) => sum + (answers.next().value as Answer).count, 0);
    case 'together':
      return step.steps.map((one) => valueOfStep(one, answers));
    default:
      return undefined;
  }
}
