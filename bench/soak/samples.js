import { readFileSync } from 'node:fs';

const KIB = 1024;
/** How much of a run is warming up, and which parts of the rest are compared. */
const WARM = 0.2;

/** What a gateway is like at a moment: memory in bytes, the longest that its event loop was held up since the sample before, in ms. */
export async function sampleOf({ pid, port }) {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await response.text();
  const stall = /^nodejs_eventloop_lag_max_seconds ([\d.e+-]+)/m.exec(text);
  const heap = /^nodejs_heap_size_used_bytes ([\d.e+-]+)/m.exec(text);
  return { at: Date.now(), memory: residentOf(pid), heap: Number(heap?.[1] ?? 0), stallMs: Number(stall?.[1] ?? 0) * 1000 };
}

function residentOf(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * KIB;
}

/** Of samples over a whole run: the median of the memory in the first and the last third after warming up, and the longest stall. */
export function judged(samples) {
  const warm = samples.slice(Math.floor(samples.length * WARM));
  const third = Math.max(1, Math.floor(warm.length / 3));
  const [early, late] = [median(warm.slice(0, third)), median(warm.slice(-third))];
  return { early, late, growth: late / early - 1, longestStallMs: Math.max(...warm.map(({ stallMs }) => stallMs)) };
}

function median(samples) {
  const sorted = samples.map(({ memory }) => memory).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
