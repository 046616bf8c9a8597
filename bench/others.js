import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

/**
 * Begins to watch what else runs on this machine. The function that it returns gives the share of all processors that went to
 * others since then, from 0 to 1; call it when the processes of the bench have ended, for then their time is known.
 * Undefined where the system does not tell (all but Linux).
 */
export function watchOthers() {
  const began = performance.now();
  const before = busy();
  return () => {
    const seconds = (performance.now() - began) / 1000;
    const all = busy();
    const own = ownTicks();
    if (before === undefined || all === undefined || own === undefined) return undefined;
    return Math.max(0, all - before - own) / (seconds * TICKS * cpus().length);
  };
}

/** Ticks of all processors that were not idle: user, nice, system, irq, softirq, steal. */
function busy() {
  const ticks = numbers('/proc/stat', /^cpu +(.*)/);
  return ticks === undefined ? undefined : [0, 1, 2, 5, 6, 7].reduce((sum, at) => sum + ticks[at], 0);
}

/** Ticks of this process and of all that it started and that have ended. */
function ownTicks() {
  const fields = numbers('/proc/self/stat', /\) \S (.*)/);
  return fields === undefined ? undefined : [10, 11, 12, 13].reduce((sum, at) => sum + fields[at], 0);
}

function numbers(file, pattern) {
  try {
    return pattern.exec(readFileSync(file, 'utf8'))?.[1].split(' ').map(Number);
  } catch {
    return undefined;
  }
}
