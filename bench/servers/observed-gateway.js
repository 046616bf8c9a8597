// A gateway that watches itself: its memory, and how long its event loop was held up. Otherwise as `uwlr serve` starts it.
import { openSync, readFileSync, WriteStream, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { loadConfig } from '../../dist/config.js';
import { startGateway } from '../../dist/server.js';

const [directory] = process.argv.slice(2);
const log = new WriteStream(null, { fd: openSync(`${directory}.log`, 'a') });
const gateway = await startGateway(loadConfig({ data: directory, port: 0 }, {}), { log });
/** In milliseconds between two looks at the clock. */
const RESOLUTION = 1;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION });

process.on('message', (message) => {
  if (message === 'begin') begin();
  process.send(message === 'begin' ? { port: gateway.port, rss: process.memoryUsage().rss } : observed());
});
process.on('SIGTERM', () => gateway.stop().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));

function begin() {
  try {
    // Linux: the highest memory so far starts anew.
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Elsewhere what it was at the start counts too; that is less than what follows.
  }
  delay.enable();
  delay.reset();
}

function observed() {
  delay.disable();
  const held = (ns) => Math.max(0, ns / 1e6 - RESOLUTION);
  return { peakRss: peakRss(), heldMs: held(delay.max), heldP99Ms: held(delay.percentile(99)) };
}

function peakRss() {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
