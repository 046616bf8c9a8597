import { type Command, Option } from 'commander';
import { supplied } from '../../core/supplied.js';
import type { AuditRow } from '../../store/audit.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { count, moment, school, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, printJson, printTable } from '../terminal/print.js';

interface ListOptions {
  readonly school?: string;
  readonly operation?: string;
  readonly actor?: string;
  readonly since?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly json?: true;
}

export function registerAuditList(audit: Command, session: Session): void {
  audit
    .command('list')
    .description('list audit entries, newest first')
    .addOption(new Option('--school <school>', 'only of this school').argParser(school))
    .addOption(new Option('--operation <operation>', 'only this, as learners.read or BrengLeerresultaten').argParser(text(64)))
    .addOption(new Option('--actor <actor>', 'only by them, as party:KLANTCODE, client:NAME or cli:USER').argParser(text(192)))
    .addOption(new Option('--since <moment>', 'only since then').argParser(moment))
    .addOption(new Option('--limit <number>', 'how many at most').argParser(count(1000)).default(50))
    .option('--cursor <cursor>', 'start of the page: next of the previous page')
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
}

async function list(session: Session, { json, ...query }: ListOptions): Promise<void> {
  const { items, next } = await withExistingStore(session.config(), (store) => store.audit(query));
  if (json) {
    printJson({ items, ...supplied({ next }) });
    return;
  }
  printTable(['SEQ', 'AT', 'WHO', 'OPERATION', 'OUTCOME', 'SCHOOL', 'ABOUT', 'COUNTS'], items.map(row), 'Nothing yet.');
  if (next !== undefined) note(`More: --cursor ${next}`);
}

function row({ seq, at, actor, operation, outcome, school: of, agreement, subject, counts }: AuditRow): readonly string[] {
  const numbers = Object.entries(counts).map(([name, number]) => `${name} ${number}`);
  return [String(seq), at, actor, operation, outcome, of ?? '', subject ?? agreement ?? '', numbers.join(', ')];
}
