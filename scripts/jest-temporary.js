import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import path from 'node:path';

const MEMORY = '/dev/shm';
/** A run takes much less at any one moment. */
const ROOM = 4 * 1024 ** 3;
/** With the process of the run at its end. */
const NAME = /^uwlr-tests-(\d+)$/;

/**
 * Where tests make their stores: in memory, where there is room, so that nothing waits for a disk. The gateway syncs what it stores all the
 * same, and a process that is killed leaves as much as on a disk. `TMPDIR` is elsewhere when somebody says so.
 */
export function placeInMemory() {
  if (process.env.TMPDIR !== undefined) return;
  try {
    removeEarlier();
    const { bavail, bsize } = statfsSync(MEMORY);
    if (Math.min(bavail * bsize, freemem()) < ROOM) return;
    const directory = path.join(MEMORY, `uwlr-tests-${process.pid}`);
    mkdirSync(directory);
    // Some tests start the gateway as another user.
    chmodSync(directory, 0o1777);
    process.env.TMPDIR = directory;
  } catch {
    // No such file system here: the usual place does.
  }
}

export function removePlace() {
  const directory = process.env.TMPDIR;
  if (directory === undefined || path.dirname(directory) !== MEMORY || !NAME.test(path.basename(directory))) return;
  delete process.env.TMPDIR;
  rmSync(directory, { recursive: true, force: true });
}

/** Of runs that were killed. */
function removeEarlier() {
  for (const name of readdirSync(MEMORY)) {
    const [, run] = NAME.exec(name) ?? [];
    if (run !== undefined && !isRunning(Number(run))) rmSync(path.join(MEMORY, name), { recursive: true, force: true });
  }
}

function isRunning(run) {
  try {
    process.kill(run, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
