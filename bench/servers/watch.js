// What a process sees of itself: its memory, and how long its event loop was held up.
import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** In milliseconds between two looks at the clock. */
const RESOLUTION = 1;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
let used = process.cpuUsage();

/** Begins anew; gives the memory at this moment, in bytes. */
export function beginToWatch() {
  try {
    // Linux: the highest memory so far starts anew.
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Elsewhere what it was at the start counts too; that is less than what follows.
  }
  delay.enable();
  delay.reset();
  used = process.cpuUsage();
  return { rss: process.memoryUsage().rss };
}

/** Since it began: the most memory in bytes, for how long at a time the event loop was held up, and the processor time of all threads. */
export function watched() {
  delay.disable();
  const held = (ns) => Math.max(0, ns / 1e6 - RESOLUTION);
  const { user, system } = process.cpuUsage(used);
  return { peakRss: peakRss(), cpuMs: (user + system) / 1000, heldMs: held(delay.max), heldP99Ms: held(delay.percentile(99)) };
}

function peakRss() {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
