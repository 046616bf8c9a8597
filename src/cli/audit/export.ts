import { type Command, Option } from 'commander';
import { supplied } from '../../core/supplied.js';
import type { AuditRow } from '../../store/audit.js';
import type { Store } from '../../store/store.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { writeWhole } from '../roster/write-whole.js';
import { moment, school } from '../terminal/arguments.js';
import { note } from '../terminal/print.js';

interface ExportOptions {
  readonly since?: string;
  readonly school?: string;
}

const AT_ONCE = 1000;

export function registerAuditExport(audit: Command, session: Session): void {
  audit
    .command('export')
    .description('write the audit to a file, oldest first, one JSON object per line')
    .argument('<file>', 'file to write')
    .addOption(new Option('--since <moment>', 'only since then').argParser(moment))
    .addOption(new Option('--school <school>', 'only of this school').argParser(school))
    .action((file: string, options: ExportOptions) => write(session, file, options));
}

async function write(session: Session, file: string, options: ExportOptions): Promise<void> {
  let entries = 0;
  await withExistingStore(session.config(), (store) =>
    writeWhole(
      file,
      lines(store, options, (some) => {
        entries += some;
      }),
    ),
  );
  note(`Wrote ${file}: ${entries} entries.`);
}

async function* lines(store: Store, options: ExportOptions, onRows: (rows: number) => void): AsyncGenerator<string> {
  let cursor: string | undefined;
  do {
    const page = await store.audit({ ...options, oldestFirst: true, limit: AT_ONCE, ...supplied({ cursor }) });
    yield page.items.map((row: AuditRow) => `${JSON.stringify(row)}\n`).join('');
    onRows(page.items.length);
    cursor = page.next;
  } while (cursor !== undefined);
}
