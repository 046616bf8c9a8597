import { setImmediate as turn } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import type { AuditEntry } from '../../audit.js';
import type { RightsMark } from '../../rights-mark.js';
import type { AnyQuery } from '../../sql/query.js';
import { runNow, type Script, type Step } from '../../sql/script.js';
import type { Dialect } from '../../sql/words.js';
import { boundForSqlite, sqliteDialect } from '../sql/sqlite-words.js';
import { inPieces } from './in-pieces.js';

/** What a transaction that writes has beside its tables. */
export interface Beside {
  readonly audit: (entry: AuditEntry) => void;
  readonly mark: (marks: readonly RightsMark[]) => void;
}

interface Prepared {
  readonly statement: Statement<unknown[]>;
  readonly lists: Dialect['lists'];
}

/**
 * Runs scripts on one connection. Each statement is prepared when it is first asked. Synchronous, inside the caller's transaction if there
 * is one. Throws SQLite's errors.
 */
export class ScriptRunner {
  private readonly prepared = new Map<AnyQuery, Prepared>();
  private readonly answer = (step: Step): unknown => this.of(step);

  /** `beside` undefined: a connection that only reads. */
  constructor(
    private readonly db: Database,
    private readonly beside?: Beside,
  ) {}

  run<T>(script: Script<T>): T {
    return runNow(script, this.answer);
  }

  /** In a read transaction: all that the script reads is as of one moment. */
  read<T>(script: Script<T>): T {
    return this.db.transaction(() => this.run(script))();
  }

  /** As `run`, with turns for the event loop while rows are streamed, and between one stream and the next. */
  async runInTurns<T>(script: Script<T>): Promise<T> {
    let at = script.next();
    let streams = 0;
    while (!at.done) {
      const step = at.value;
      if (step.do === 'stream') {
        if (streams > 0) await turn();
        streams += 1;
      }
      const value = step.do === 'stream' ? await inPieces(this.iterate(step), step.take) : this.of(step);
      at = script.next(value as never);
    }
    return at.value;
  }

  private of(step: Step): unknown {
    switch (step.do) {
      case 'rows': {
        const { statement, lists } = this.prepare(step.query);
        return statement.all(boundForSqlite(step.values, lists));
      }
      case 'count': {
        const { statement, lists } = this.prepare(step.query);
        return statement.run(boundForSqlite(step.values, lists)).changes;
      }
      case 'many': {
        const { statement, lists } = this.prepare(step.query);
        let changes = 0;
        for (const values of step.values) changes += statement.run(boundForSqlite(values, lists)).changes;
        return changes;
      }
      case 'stream':
        for (const row of this.iterate(step)) step.take(row);
        return undefined;
      case 'together':
        return step.steps.map(this.answer);
      case 'take-back':
        return this.takenBack(step.script);
      case 'audit':
        return this.writing().audit(step.entry);
      case 'mark':
        return this.writing().mark(step.marks);
    }
  }

  private takenBack<T>(script: Script<T>): T {
    this.db.exec('SAVEPOINT taken_back');
    try {
      return this.run(script);
    } finally {
      this.db.exec('ROLLBACK TO taken_back; RELEASE taken_back');
    }
  }

  private iterate({ query, values }: Extract<Step, { do: 'stream' }>): IterableIterator<unknown> {
    const { statement, lists } = this.prepare(query);
    return statement.iterate(boundForSqlite(values, lists));
  }

  private writing(): Beside {
    if (this.beside === undefined) throw new Error('a script that writes was run on a connection that only reads');
    return this.beside;
  }

  private prepare(query: AnyQuery): Prepared {
    let prepared = this.prepared.get(query);
    if (prepared === undefined) {
      const { words, lists } = sqliteDialect();
      const statement = this.db.prepare<unknown[]>(query.text(words));
      if (query.isCells) statement.raw();
      prepared = { statement, lists };
      this.prepared.set(query, prepared);
    }
    return prepared;
  }
}
