import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { devNull } from 'node:os';

/** For the database, the log, calls to others, and whatever else the process opens. */
export const RESERVED = 128;
const OPEN_FILES = 'Max open files';
const SPENT: readonly unknown[] = ['EMFILE', 'ENFILE'];

/** How many connections leave the process enough descriptors for everything else. At least half of what there is. */
export function roomForConnections(limit = descriptorLimit()): number {
  return Math.max(Math.floor(limit / 2), limit - RESERVED);
}

/** Files and connections that the process may have open at one time. Infinite where nothing tells. */
function descriptorLimit(): number {
  const soft = process.platform === 'linux' ? limitOfLinux() : limitOfReport();
  return Number.isInteger(Number(soft)) ? Number(soft) : Number.POSITIVE_INFINITY;
}

function limitOfLinux(): string | undefined {
  try {
    const lines = readFileSync('/proc/self/limits', 'latin1').split('\n');
    // Name, soft limit, hard limit, unit.
    return lines
      .find((line) => line.startsWith(OPEN_FILES))
      ?.slice(OPEN_FILES.length)
      .trim()
      .split(' ')[0];
  } catch {
    return undefined;
  }
}

/** Takes a while to make, so only where there is nothing else. */
function limitOfReport(): unknown {
  const { userLimits } = (process.report?.getReport() ?? {}) as {
    readonly userLimits?: { readonly open_files?: { readonly soft?: unknown } };
  };
  return userLimits?.open_files?.soft;
}

/** Whether an error says that there are no descriptors left. */
export function isSpent(error: unknown): boolean {
  return SPENT.includes((error as Partial<NodeJS.ErrnoException> | undefined)?.code);
}

/** Tries to open a file: what could not be accepted for want of a descriptor was closed by libuv, and nobody was told. */
export async function areSpent(): Promise<boolean> {
  try {
    await (await open(devNull)).close();
    return false;
  } catch (error) {
    return isSpent(error);
  }
}
