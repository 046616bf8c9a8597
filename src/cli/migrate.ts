import { type Command, Option } from 'commander';
import type { Moved } from '../admin/move/move-store.js';
import { hasStore } from './open/open-store.js';
import { osActor } from './open/os-actor.js';
import type { Session } from './open/session.js';
import { couldNotRun, wrongUsage } from './terminal/command-error.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson, printTable } from './terminal/print.js';
import { whenInterrupted } from './terminal/when-interrupted.js';

const FIRST_WORD_MS = 1_000;
const NEXT_WORD_MS = 3_000;

interface MigrateOptions {
  readonly to?: string;
  readonly reopen?: true;
  readonly json?: true;
}

export function registerMigrate(program: Command, session: Session): void {
  program
    .command('migrate')
    .description('move the store to another database; the gateway has to be stopped')
    .option('--to <place>', 'postgres://user@host/database (a new one; password: PGPASSWORD), or sqlite:DIRECTORY')
    .addOption(new Option('--reopen', 'use a store again that was moved, without the data that came since').conflicts('to'))
    .addOption(jsonOption())
    .action((options: MigrateOptions) => migrate(session, options));
}

async function migrate(session: Session, { to, reopen, json }: MigrateOptions): Promise<void> {
  const config = session.config();
  const [now, actor] = [new Date(), osActor()];
  if (!reopen && to === undefined)
    throw wrongUsage('where to is missing: give --to postgres://user@host/database, or --to sqlite:DIRECTORY');
  if (!hasStore(config)) throw couldNotRun(`${config.data} holds no store: give --data`);
  if (to === undefined) {
    const { reopenStore } = await import('../admin/move/reopen-store.js');
    const reopened = await reopenStore(config, { now, actor });
    if (json) printJson({ reopened });
    else print(`${reopened} is in use again, as it was before the move. If the gateway finds a seal missing: uwlr audit accept-restored`);
    return;
  }
  const { moveStore } = await import('../admin/move/move-store.js');
  const moved = await moveStore({ config, to, now, actor, onProgress: telling(), whenInterrupted });
  const seconds = Math.round((Date.now() - now.getTime()) / 100) / 10;
  if (json) printJson({ ...moved, rows: rowsOf(moved), seconds });
  else printMoved(moved, seconds);
}

/** Says how far the work is, once it takes more than a second, and then every few seconds. */
function telling(): (step: 'copying' | 'checking', table: string, done: number, total: number) => void {
  let next = Date.now() + FIRST_WORD_MS;
  return (step, table, done, total) => {
    if (Date.now() < next) return;
    next = Date.now() + NEXT_WORD_MS;
    note(`${Math.floor((100 * done) / total)}% ${step} ${table}`);
  };
}

function rowsOf({ tables }: Moved): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

function printMoved(moved: Moved, seconds: number): void {
  const { from, to, tables, replaced, toCopy } = moved;
  const filled = tables.filter(({ rows }) => rows > 0);
  printTable(
    ['table', 'rows', 'sha256'],
    filled.map(({ table, rows, sha256 }) => [table, String(rows), sha256]),
    'All tables are empty.',
  );
  print();
  print(
    `Moved ${rowsOf(moved)} rows to ${to} in ${seconds} s. Numbers of rows and digests of all ${tables.length} tables are the same there.`,
  );
  print(`Gateways and commands refuse ${from} from now on.`);
  if (replaced !== undefined) print(`The store that had moved from there is in ${replaced}: delete it when you no longer need it.`);
  if (toCopy.length > 0) print(`Copy to its directory: ${toCopy.join(', ')}`);
  print(
    to.startsWith('sqlite:')
      ? 'Next: unset UWLR_DATABASE_URL, set UWLR_DATA to that directory, and start the gateway.'
      : 'Next: set UWLR_DATABASE_URL, and start the gateway. Keep UWLR_DATA: secret, erasure.marks and audit.head stay there.',
  );
}
