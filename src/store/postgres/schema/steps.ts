import { INDEXES } from './first/indexes.js';
import { ROWS } from './first/rows.js';
import { COUNTS, TABLES } from './first/tables.js';
import { TRIGGERS } from './first/triggers.js';

/** One step of the schema, immutable once released. Numbers go on from SQLite's: after step 29 both have the same tables. */
export interface SchemaStep {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** True: a gateway that does not know the step cannot use the database any more. Otherwise it goes on beside newer ones. */
  readonly breaks: boolean;
}

export const STEPS: readonly SchemaStep[] = [
  { number: 29, name: 'first', breaks: true, sql: [TABLES, COUNTS, INDEXES, ROWS, TRIGGERS].join('\n') },
];
