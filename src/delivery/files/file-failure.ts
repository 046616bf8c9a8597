import { codeOf } from '../../soap/endpoint/body.js';
import type { Failed } from '../outcome-of.js';

/** What somebody has to put right before any file can be placed there. */
const SETTINGS: Readonly<Record<string, string>> = {
  ENOENT: 'the directory is not there',
  ENOTDIR: 'what should be the directory is something else',
  EACCES: 'the gateway may not write in the directory',
  EPERM: 'the gateway may not write in the directory',
  EROFS: 'the directory is on a disk that cannot be written',
  ELOOP: 'the directory is a link that leads nowhere',
  ENAMETOOLONG: 'the path of the directory is too long',
  EISDIR: 'there is a directory where the file has to come',
};

const PASSING: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota on the disk is used up',
};

/** A file that could not be placed, as what a sender gives back. Throws what is no error of the file system. */
export function failedByFile(error: unknown): Failed {
  const code = codeOf(error);
  if (!/^E[A-Z0-9]+$/.test(code)) throw error;
  const settings = SETTINGS[code];
  if (settings !== undefined) return { kind: 'failed', attempt: { outcome: 'configuration', code, words: settings } };
  return { kind: 'failed', attempt: { outcome: 'server', code, words: PASSING[code] ?? 'the file could not be written' } };
}
