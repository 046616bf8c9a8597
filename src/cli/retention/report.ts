import { type Command, Option } from 'commander';
import { rowsOf } from '../../retention/rows-of.js';
import type { PurgeReport } from '../../store/retention-store.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { count } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { printJson, printTable } from '../terminal/print.js';

interface ReportOptions {
  readonly limit: number;
  readonly json?: true;
}

export function registerRetentionReport(retention: Command, session: Session): void {
  retention
    .command('report')
    .description('show what the last purges removed, newest first')
    .addOption(new Option('--limit <number>', 'how many purges at most').argParser(count(400)).default(10))
    .addOption(jsonOption())
    .action((options: ReportOptions) => report(session, options));
}

async function report(session: Session, { limit, json }: ReportOptions): Promise<void> {
  const items = await withExistingStore(session.config(), (store) => store.purgeReports(limit));
  if (json) printJson({ items });
  else printTable(['STARTED', 'OUTCOME', 'ROWS', 'BYTES SMALLER', 'BY CLASS', 'HELD'], items.map(row), 'No purges yet.');
}

function row({ startedAt, outcome, lines, held, bytesBefore, bytesAfter = bytesBefore }: PurgeReport): readonly string[] {
  const byClass = new Map<string, number>();
  for (const line of lines) byClass.set(line.class, (byClass.get(line.class) ?? 0) + rowsOf(line.removed));
  const rows = [...byClass.values()].reduce((sum, number) => sum + number, 0);
  const classes = [...byClass].map(([name, number]) => `${name} ${number}`).join(', ');
  return [startedAt, outcome, String(rows), String(Math.max(0, bytesBefore - bytesAfter)), classes, held.join(', ')];
}
