import type { ClientBase, Submittable } from 'pg';
import { boundValues, compile, type Statement } from '../statement.js';
import { columnValue } from '../values.js';

/** A statement with its values. `portal`: rows are taken from it some at a time, under this name. */
export interface Asked {
  readonly statement: Statement;
  readonly values: readonly (string | Buffer | null)[];
  readonly portal?: { readonly name: string; readonly rows: number; readonly isOpen: boolean };
}

/** A statement that has no parameters. */
export function plain(text: string): Asked {
  return { statement: compile(text), values: [] };
}

/** A statement with its parameters by name. Throws for one that is absent. */
export function asked(statement: Statement, values: unknown): Asked {
  return { statement, values: boundValues(statement, values) };
}

export interface Answer {
  readonly rows: readonly unknown[];
  /** How many rows changed, or were given. */
  readonly count: number;
  /** The portal has more rows. */
  readonly hasMore: boolean;
}

interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}

/** What a connection of node-postgres writes. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string; types: readonly number[] }): void;
  bind(message: { portal: string; statement: string; values: readonly (string | Buffer | null)[] }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
}

/** What one connection has prepared. */
interface Prepared {
  /** Columns of the rows that each statement gives. */
  readonly columns: Map<string, readonly Column[]>;
  /** Statements that a trip which failed may have prepared, or not. */
  readonly doubtful: Set<string>;
}

const kept = new WeakMap<object, Prepared>();
let made = 0;

/** How many trips this process made: for tests that count them. */
export function tripsMade(): number {
  return made;
}

/**
 * Several statements in one trip to the server: everything is sent at once and the server answers it in order, until the first one that fails.
 * Outside a transaction they are one. Rejects with the error of PostgreSQL or of the connection.
 */
export function trip(client: ClientBase, asked: readonly Asked[]): Promise<readonly Answer[]> {
  made++;
  return new Promise((resolve, reject) => void client.query(new Trip(asked, resolve, reject)));
}

class Trip implements Submittable {
  private readonly answers: Answer[] = [];
  private readonly fresh: string[] = [];
  private prepared: Prepared | undefined;
  private columns: readonly Column[] | undefined;
  private rows: unknown[] = [];
  private failure: unknown;

  constructor(
    private readonly asked: readonly Asked[],
    private readonly resolve: (answers: readonly Answer[]) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  submit(connection: unknown): void {
    const wire = connection as Wire;
    const prepared = preparedOn(wire);
    this.prepared = prepared;
    const coming = new Set<string>();
    wire.stream.cork();
    try {
      for (const { statement, values, portal } of this.asked) {
        const { name, text } = statement;
        if (!prepared.columns.has(name) && !coming.has(name)) {
          if (prepared.doubtful.has(name)) wire.close({ type: 'S', name });
          wire.parse({ name, text, types: [] });
          coming.add(name);
          this.fresh.push(name);
        }
        const through = portal?.name ?? '';
        if (!portal?.isOpen) {
          wire.bind({ portal: through, statement: name, values });
          if (coming.has(name)) wire.describe({ type: 'P', name: through });
        }
        wire.execute({ portal: through, rows: portal?.rows ?? 0 });
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  handleRowDescription({ fields }: { readonly fields: readonly Column[] }): void {
    this.columns = fields;
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    // The rest of the answers has to be read all the same.
    if (this.failure !== undefined) return;
    const { statement } = this.now();
    const columns = this.columnsNow();
    try {
      const values = fields.map((text, at) => columnValue(columns[at]!.dataTypeID, text));
      this.rows.push(statement.isCells ? values : Object.fromEntries(values.map((value, at) => [columns[at]!.name, value])));
    } catch (error) {
      this.failure = error;
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    // Such as `INSERT 0 5`, or `COMMIT`.
    this.answer(Number(text.slice(text.lastIndexOf(' ') + 1)) || 0, false);
  }

  handlePortalSuspended(): void {
    this.answer(this.rows.length, true);
  }

  handleEmptyQuery(): void {
    this.answer(0, false);
  }

  handleError(error: unknown): void {
    for (const name of this.fresh) {
      this.prepared?.columns.delete(name);
      this.prepared?.doubtful.add(name);
    }
    this.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.failure === undefined) this.resolve(this.answers);
    else this.reject(this.failure);
  }

  private answer(count: number, hasMore: boolean): void {
    const { name } = this.now().statement;
    this.prepared!.columns.set(name, this.columnsNow());
    this.prepared!.doubtful.delete(name);
    this.answers.push({ rows: this.rows, count, hasMore });
    this.rows = [];
    this.columns = undefined;
  }

  private now(): Asked {
    return this.asked[this.answers.length]!;
  }

  /** Described in this trip, or known from an earlier one. */
  private columnsNow(): readonly Column[] {
    return this.columns ?? this.prepared!.columns.get(this.now().statement.name) ?? [];
  }
}

function preparedOn(connection: object): Prepared {
  let prepared = kept.get(connection);
  if (prepared === undefined) {
    prepared = { columns: new Map(), doubtful: new Set() };
    kept.set(connection, prepared);
  }
  return prepared;
}
