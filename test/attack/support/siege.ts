import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { loadConfig } from '../../../src/config/config.js';
import { startGateway } from '../../../src/gateway/server.js';
import { layEmptyStore } from '../../support/empty-store.js';
import { furnish, KEY, PARTY } from '../../support/gateway.js';
import { startProcess } from '../../support/process-gateway.js';

/** From where the vendor and the attackers seem to come: the gateway of a siege believes what its proxy (the test) says of that. */
export const VENDOR_ADDRESS = '203.0.113.7';
export const ATTACKER_ADDRESS = '198.51.100.66';
const SCRIPTS = path.resolve('test/attack/scripts');
const WARM_UP_MESSAGES = 50;
const MB = 1_000_000;

export interface Siege {
  /** File in `test/attack/scripts`. Gets the URL of the gateway and then `args`; prints a line that begins with `ready` when the attack stands. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Settings of the gateway, as flags: `--max-connections 100`. */
  readonly settings?: readonly string[];
  /** True (default): the gateway trusts what the test says of addresses (`x-forwarded-for`). False: everybody calls from this machine. */
  readonly behindProxy?: boolean;
  /** True: the vendor opens a connection for each message. Default: it keeps one open. */
  readonly newConnections?: boolean;
  /** How many messages the vendor delivers while the attack stands. Default 100. */
  readonly messages?: number;
}

/** What happened while the attack stood. */
export interface Outcome {
  readonly vendor: { readonly confirmed: number; readonly faults: readonly string[]; readonly resends: number; readonly slowestMs: number };
  readonly livez: { readonly answers: number; readonly failed: number; readonly slowestMs: number };
  /** Longest that the event loop was held up, in ms, as the gateway measured it. NaN when it was not asked in time. */
  readonly heldUpMs: number;
  /** Peak of resident memory over what it was before, in MB; NaN where the system does not tell. */
  readonly memoryMb: number;
  /** Whatever the attack printed. */
  readonly attack: string;
  /** The gateway still ran at the end. */
  readonly alive: boolean;
}

/** A gateway in a process of its own, a vendor that delivers, somebody who asks /livez, and an attack, all in processes of their own. */
export async function besiege(siege: Siege): Promise<Outcome> {
  const { script, args = [], settings = [], behindProxy = true, newConnections = false, messages = 100 } = siege;
  const data = await mkdtemp(path.join(tmpdir(), 'uwlr-siege-'));
  const children: ChildProcess[] = [];
  const start = (name: string, parameters: readonly string[], silent = false) => {
    const child = fork(path.join(SCRIPTS, name), [...parameters], { silent, execArgv: [] });
    children.push(child);
    return child;
  };
  try {
    await layEmptyStore(data);
    const made = await startGateway(loadConfig({ data, port: 0 }, {}), { shortLived: true, log: silence() });
    await furnish(made, ['99XX'], PARTY);
    await made.stop();
    const proxy = behindProxy ? ['--trusted-proxies', '127.0.0.1'] : [];
    const gateway = await startProcess(data, [...proxy, ...settings]);
    children.push(gateway.child);
    const sender = [gateway.url, PARTY.klantcode, PARTY.klantnaam, KEY, VENDOR_ADDRESS];
    const vendor = new Deliveries(start('vendor.js', [...sender, newConnections ? 'new-connections' : '']));
    await vendor.answered(WARM_UP_MESSAGES);
    const watch = new Answers(start('watch.js', [gateway.url]));
    const base = await residentMb(gateway.child, true);
    await metric(gateway.url, HELD_UP);
    vendor.forget();
    watch.forget();
    const attacker = start(script, [gateway.url, ...args], true);
    let printed = '';
    attacker.stdout?.on('data', (piece) => {
      printed += piece;
    });
    attacker.stderr?.on('data', (piece) => {
      printed += piece;
    });
    await standing(attacker, () => printed);
    await vendor.answered(vendor.count + messages);
    const heldUpMs = 1000 * (await metric(gateway.url, HELD_UP).catch(() => Number.NaN));
    const peak = await residentMb(gateway.child, false);
    return {
      vendor: vendor.report(),
      livez: watch.report(),
      heldUpMs,
      memoryMb: peak - base,
      attack: printed.trim(),
      alive: gateway.child.exitCode === null && gateway.child.signalCode === null,
    };
  } finally {
    for (const child of children.reverse()) await end(child);
    await rm(data, { recursive: true, force: true });
  }
}

/** Prints the figures of a siege, as CI keeps them. */
export function tell(name: string, { vendor, livez, heldUpMs, memoryMb }: Outcome): void {
  process.stdout.write(
    `${name}: vendor ${vendor.confirmed} confirmed, ${vendor.faults.length} refused, ${vendor.resends} sent again, slowest ${vendor.slowestMs.toFixed(0)} ms; ` +
      `/livez ${livez.answers} answers, ${livez.failed} failed, slowest ${livez.slowestMs.toFixed(0)} ms; ` +
      `event loop held up ${heldUpMs.toFixed(0)} ms; memory +${memoryMb.toFixed(0)} MB\n`,
  );
}

const HELD_UP = 'nodejs_eventloop_lag_max_seconds';

/** What comes in from a child over and over, and waiting for so many of them. */
class Reports<Report> {
  protected reports: Report[] = [];
  readonly #events = new EventEmitter();

  constructor(child: ChildProcess) {
    child.on('message', (report) => {
      this.reports.push(report as Report);
      this.#events.emit('report');
    });
    child.once('exit', (code) => this.#events.emit('error', new Error(`a process of the siege ended with ${code}`)));
    this.#events.on('error', () => undefined);
  }

  get count(): number {
    return this.reports.length;
  }

  async answered(count: number): Promise<void> {
    while (this.reports.length < count) await once(this.#events, 'report');
  }

  forget(): void {
    this.reports = [];
  }
}

class Deliveries extends Reports<{ readonly ms: number; readonly resends: number; readonly fault?: string }> {
  report(): Outcome['vendor'] {
    const faults = this.reports.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
    return {
      confirmed: this.count - faults.length,
      faults,
      resends: this.reports.reduce((sum, { resends }) => sum + resends, 0),
      slowestMs: Math.max(...this.reports.map(({ ms }) => ms)),
    };
  }
}

class Answers extends Reports<{ readonly ms: number; readonly ok: boolean }> {
  report(): Outcome['livez'] {
    return {
      answers: this.count,
      failed: this.reports.filter(({ ok }) => !ok).length,
      slowestMs: Math.max(0, ...this.reports.map(({ ms }) => ms)),
    };
  }
}

async function standing(attacker: ChildProcess, printed: () => string): Promise<void> {
  while (!/^ready/m.test(printed())) {
    if (attacker.exitCode !== null) throw new Error(`the attack ended before it stood: ${printed()}`);
    await Promise.race([once(attacker.stdout as NodeJS.ReadableStream, 'data'), once(attacker, 'exit')]);
  }
}

/** Resident memory: what it is now (and its peak is counted from here), or what its peak was. Linux only. */
async function residentMb({ pid }: ChildProcess, now: boolean): Promise<number> {
  if (!existsSync('/proc/self/clear_refs')) return Number.NaN;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  if (now) await writeFile(`/proc/${pid}/clear_refs`, '5');
  const kilobytes = new RegExp(`${now ? 'VmRSS' : 'VmHWM'}:\\s+(\\d+)`).exec(status)?.[1];
  return kilobytes === undefined ? Number.NaN : (Number(kilobytes) * 1024) / MB;
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function silence() {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
