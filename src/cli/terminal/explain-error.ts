import { BackupError } from '../../admin/backup/backup-error.js';
import { Refusal } from '../../admin/refusal.js';
import { ConfigError } from '../../config/config-error.js';
import { CouldNotTest } from '../../conformance/could-not-test.js';
import { GoalSetError } from '../../goals/import/goal-set-error.js';
import { SealError } from '../../privacy/keys/seal-error.js';
import { StoreError } from '../../store/store-error.js';
import { readError } from '../../telemetry/log-error.js';
import { EncodeError } from '../../uwlr/grammar/encode-error.js';
import { UnusableSchemas } from '../../xml/unusable-schemas.js';
import { XmlError } from '../../xml/xml-error.js';
import { CommandError } from './command-error.js';
import { EXIT, type ExitCode } from './exit-code.js';

export interface Explanation {
  readonly exitCode: ExitCode;
  /** One line. */
  readonly text: string;
}

const BACKUP: Readonly<Record<BackupError['code'], ExitCode>> = { no: EXIT.no, usage: EXIT.usage, failed: EXIT.failed };

const SYSTEM: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EADDRINUSE: 'the port is in use by another program',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EISDIR: 'is a directory',
  ENOENT: 'no such file or directory',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'not a directory',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
};

/** What went wrong, in one line for whoever gave the command. Texts that are not ours may hold anything, so they are not shown. */
export function explain(error: unknown): Explanation {
  if (error instanceof CommandError) return { exitCode: error.exitCode, text: error.message };
  if (error instanceof Refusal) return { exitCode: error.code === 'unfit' ? EXIT.usage : EXIT.no, text: error.message };
  if (error instanceof BackupError) return { exitCode: BACKUP[error.code], text: error.message };
  if (error instanceof StoreError) {
    const no = ['duplicate', 'unknown', 'conflict', 'destroyed', 'held'].includes(error.code);
    return { exitCode: no ? EXIT.no : EXIT.failed, text: error.message };
  }
  if (error instanceof ConfigError || error instanceof XmlError || error instanceof SealError)
    return { exitCode: EXIT.failed, text: error.message };
  if (error instanceof CouldNotTest) return { exitCode: EXIT.failed, text: error.message };
  if (error instanceof UnusableSchemas) return { exitCode: EXIT.failed, text: explainSystem(error.system) ?? error.message };
  if (error instanceof GoalSetError) return { exitCode: EXIT.no, text: error.message };
  if (error instanceof EncodeError) return { exitCode: EXIT.no, text: error.message };
  const system = explainSystem(error);
  if (system !== undefined) return { exitCode: EXIT.failed, text: system };
  const { name, stack } = readError(error);
  const where = stack?.[0] === undefined ? '' : ` at ${stack[0]}`;
  return { exitCode: EXIT.failed, text: `internal error (${name}${where}): please report it` };
}

/** The operating system's errors; undefined for any other. `file`: what it is about, when the error does not say. */
export function explainSystem(error: unknown, file?: string): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('syscall' in error)) return undefined;
  const { code, path, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  const reason = SYSTEM[String(code)] ?? String(code);
  const what = path ?? (port === undefined ? file : `port ${port}`);
  return what === undefined ? reason : `${what}: ${reason}`;
}
