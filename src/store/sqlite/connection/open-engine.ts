import { MarkFile } from '../../files/mark-file.js';
import { DiskReads } from '../files/disk-reads.js';
import { FileIdentity, markOf } from '../files/file-identity.js';
import { migrate } from '../migrations/migrate.js';
import { WriteEngine } from '../writer/write-engine.js';
import { openForWriting } from './connection.js';
import { refuseDamage } from './damage.js';
import { asStoreError } from './failure.js';
import { LOCK_TRY_MS, type Patience } from './patience.js';
import type { ThreadData } from './thread-file.js';

/** What writes to a database file, brought up to date. `checked`: it is looked over first, see `refuseDamage`. Throws SQLite's errors of opening the file, and `StoreError`. */
export function openEngine({ file, checked = false, marks }: Omit<ThreadData, 'hurry' | 'waitMs'>, patience: Patience): WriteEngine {
  const before = markOf(file);
  const db = openForWriting(file);
  try {
    if (checked) refuseDamage(db);
    migrate(db);
    const files = new FileIdentity(file, before);
    db.pragma(`busy_timeout = ${LOCK_TRY_MS}`);
    return new WriteEngine(db, files, patience, new MarkFile(marks));
  } catch (error) {
    // While the file is open: only then can it be told from damage that the disk does not read.
    const failure = asStoreError(error, 'open', new DiskReads(file));
    db.close();
    throw failure;
  }
}
