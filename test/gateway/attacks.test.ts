import { randomUUID } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { agreeOnReading } from '../../src/admin/credentials/agree-on-reading.js';
import { SCOPES } from '../../src/directory/access/scopes.js';
import type { Gateway } from '../../src/gateway/server.js';
import { fillRoster, smallSchool } from '../support/fill-roster.js';
import { PARTY, type Running, startTestGateway } from '../support/gateway.js';
import { THOROUGH } from '../support/thorough.js';
import { type Attack, MARK, type Outcome, SERVICES, type World } from './attacks/attack.js';
import { BODIES } from './attacks/bodies.js';
import { CHARACTERS } from './attacks/characters.js';
import { documentFor } from './attacks/documents.js';
import { EXTERNAL } from './attacks/external.js';
import { FLOODS } from './attacks/floods.js';
import { FRAMING } from './attacks/framing.js';
import { HEADS } from './attacks/heads.js';
import { post } from './attacks/http-bytes.js';
import { REST } from './attacks/rest.js';
import { type Reply, sendBytes } from './attacks/send-bytes.js';
import { STRUCTURE_ATTACKS } from './attacks/structure.js';
import { VALUES } from './attacks/values.js';

const CORPUS: Readonly<Record<string, readonly Attack[]>> = {
  'documents that reach out': EXTERNAL,
  'documents that flood': FLOODS,
  'bytes that are not what they seem': CHARACTERS,
  'structure and names': STRUCTURE_ATTACKS,
  values: VALUES,
  'compressed bodies': BODIES,
  'the framing of HTTP': FRAMING,
  'the head of a request': HEADS,
  REST,
};
const ALL = Object.values(CORPUS).flat();
const SECRET = `geheim-${randomUUID()}`;

let running: Running;
let sandbox: string;
let trap: Server;
let trapped = 0;
let world: World;
/** Connections that this test opens itself, and all that this process opens. */
const connections = { own: 0, all: 0 };
const watch = () => {
  connections.all += 1;
};
const printed: unknown[][] = [];
const NATURE = [Object, Array, String, Function, Map].map((type) => type.prototype as object);
const natureBefore = NATURE.map((one) => Reflect.ownKeys(one));

beforeAll(async () => {
  diagnostics.subscribe('net.client.socket', watch);
  for (const name of ['log', 'warn', 'error'] as const) jest.spyOn(console, name).mockImplementation((...what) => void printed.push(what));
  // Express prints errors that nobody caught, except when it is told that this is a test.
  process.env['NODE_ENV'] = 'production';
  sandbox = await mkdtemp(path.join(tmpdir(), 'uwlr-attacks-'));
  const canary = path.join(sandbox, 'canary');
  await writeFile(canary, SECRET);
  const data = path.join(sandbox, 'a/b/c/data');
  await mkdir(data, { recursive: true });
  trap = createServer((socket) => {
    trapped += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(trap, 'listening');
  running = await startTestGateway({
    settings: { data, maxMessageBytes: '8MiB' },
    agreement: { exchanges: ['leerlinggegevens'], profile: 'smalle-set' },
  });
  const { store, keyring } = running.gateway;
  await agreeOnResults(running.gateway);
  await fillRoster(running.gateway, smallSchool());
  const token = randomUUID();
  const createdAt = '2026-01-01T00:00:00.000Z';
  await store.addToken({ id: randomUUID(), client: 'test', hash: keyring.hashToken(token), school: '99XX', scopes: SCOPES, createdAt });
  await agreeOnReading(store, { client: 'test', school: '99XX', scopes: SCOPES }, createdAt);
  let minute = 0;
  const later = () => {
    minute += 1;
    return new Date(Date.UTC(2026, 0, 20, 0, minute)).toISOString();
  };
  world = { trap: `http://127.0.0.1:${(trap.address() as AddressInfo).port}`, canary, token, later };
});

afterAll(async () => {
  diagnostics.unsubscribe('net.client.socket', watch);
  process.env['NODE_ENV'] = 'test';
  jest.restoreAllMocks();
  await running.stop();
  await new Promise((resolve) => trap.close(resolve));
  await rm(sandbox, { recursive: true, force: true });
});

/** Beside the agreement on pupil data. The key holds for both. */
async function agreeOnResults({ store, keyring }: Gateway): Promise<void> {
  const from = '2026-01-01T00:00:00.000Z';
  const agreement = {
    id: randomUUID(),
    school: '99XX',
    party: PARTY.klantcode,
    exchanges: ['leerresultaten'],
    profile: 'resultaten',
    from,
  } as const;
  const credential = { id: randomUUID(), party: PARTY.klantcode, hash: keyring.hashCredential(randomUUID()), schools: ['99XX'], from };
  await store.addAgreements([{ ...agreement, purpose: 'Testen', infourl: { keep: 'none' } }], credential);
}

function ours(): void {
  connections.own += 1;
}

function send(attack: Attack): Promise<Reply> {
  return sendBytes(running.gateway.url, attack.bytes(world), attack.after, ours);
}

function good(service: Attack['service']): Promise<Reply> {
  return send({ name: 'good', service, bytes: () => post(service, documentFor(service, world)), outcome: { harmless: '' } });
}

/** The part of an answer that an outcome speaks of. */
function seen({ statuses: [status], code, rule }: Reply, outcome: Outcome): unknown {
  if ('fault' in outcome) return { status, code, rule: rule?.startsWith(outcome.rule) ? outcome.rule : rule };
  if ('closed' in outcome) return { status };
  return { status, code };
}

function expected(outcome: Outcome): unknown {
  if ('fault' in outcome) return { status: 500, code: outcome.fault, rule: outcome.rule };
  if ('closed' in outcome) return { status: undefined };
  return { status: 'status' in outcome ? outcome.status : 200, code: undefined };
}

describe.each(Object.entries(CORPUS))('%s', (_family, attacks) => {
  test.each(attacks.map((attack) => [`${attack.name} (${attack.service})`, attack] as const))('%s', async (_name, attack) => {
    const reply = await send(attack);
    expect(seen(reply, attack.outcome)).toEqual(expected(attack.outcome));
    // A second answer would be one to a request that was smuggled in.
    expect(reply.statuses.slice(1)).toEqual([]);
    for (const text of [MARK, SECRET, world.trap, 'root:']) expect(reply.text.includes(text)).toBe(false);
    expect(await good(attack.service)).toMatchObject({ statuses: [200], code: undefined });
  });
});

describe('callers that do not go on', () => {
  test.each([
    ['within the head', (service: string) => `POST /soap/${service} HTTP/1.1\r\nHost: x\r\nX: ${MARK}`],
    ['within the body', (service: string) => `POST /soap/${service} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n<${MARK}>`],
  ])('a hundred of them, %s, do not keep others from being answered', async (_where, head) => {
    const sockets = SERVICES.flatMap((service) => Array.from({ length: 50 }, () => stalled(head(service))));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const service of SERVICES) expect(await good(service)).toMatchObject({ statuses: [200] });
    for (const socket of sockets) socket.destroy();
    await Promise.all(sockets.filter((socket) => !socket.closed).map((socket) => once(socket, 'close')));
    for (const service of SERVICES) expect(await good(service)).toMatchObject({ statuses: [200] });
  });
});

function stalled(head: string): Socket {
  const { hostname, port } = new URL(running.gateway.url);
  const socket = connect(Number(port), hostname);
  ours();
  socket.on('error', () => undefined);
  socket.write(head);
  return socket;
}

describe('after all attacks', () => {
  test('no text of an attack is in the log, in a record or on a screen', async () => {
    const { items } = await running.gateway.store.exchanges({ limit: 1000 });
    const records = JSON.stringify(items, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    for (const text of [MARK, SECRET, world.trap, 'ketenid', 'DROP TABLE', '__proto__', 'constructor', 'passwd']) {
      expect([text, running.log().includes(text), records.includes(text)]).toEqual([text, false, false]);
    }
    expect(printed).toEqual([]);
  });

  test('nothing was an error that nobody expected', () => {
    const events = running
      .log()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { level: string; event: string });
    expect(events.filter(({ level }) => level === 'error')).toEqual([]);
    // Told once a minute: it depends on how long this took.
    const told = events.map(({ event }) => event).filter((event) => event !== 'strangers refused');
    expect(new Set(told)).toEqual(new Set(['gateway started', 'audit head', 'exchange']));
  });

  test('no request went out', () => {
    expect(trapped).toBe(0);
    expect(connections.own).toBeGreaterThan(ALL.length);
    expect(connections.all).toBe(connections.own);
  });

  test('nothing was written outside the data directory', async () => {
    expect(await readdir(sandbox)).toEqual(['a', 'canary']);
    expect(await readFile(world.canary, 'utf8')).toBe(SECRET);
    expect([
      await readdir(path.join(sandbox, 'a')),
      await readdir(path.join(sandbox, 'a/b')),
      await readdir(path.join(sandbox, 'a/b/c')),
    ]).toEqual([['b'], ['c'], ['data']]);
    const files = await readdir(path.join(sandbox, 'a/b/c/data'), { recursive: true });
    expect(files).not.toEqual([]);
    expect(
      files.filter(
        (file) =>
          !/^(?:uwlr\.db(?:-wal|-shm)?|audit\.head|secret|(?:alerts|forget|marks|purge|seal)\.lock(?:-journal)?|serve\.(?:lock|pid))$/.test(
            file,
          ),
      ),
    ).toEqual([]);
  });

  test('no prototype has changed', () => {
    expect(NATURE.map((one) => Reflect.ownKeys(one))).toEqual(natureBefore);
  });

  test('memory is back near where it was', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const inUse = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    // All of it has been sent once, so that whatever is made at first use is there.
    const before = await inUse();
    for (const attack of THOROUGH ? ALL : ALL.filter((_, at) => at % 4 === 0)) await send(attack);
    // What the last of them left half done ends by itself.
    let after = await inUse();
    for (let round = 0; round < 100 && after - before > 8e6; round++) after = await inUse();
    expect(after - before).toBeLessThan(8e6);
  }, 300_000);

  test('the number of attacks', () => {
    const names = new Set(ALL.map(({ name }) => name));
    process.stdout.write(
      `attacks: ${names.size} cases, sent ${ALL.length} times (${Object.entries(CORPUS)
        .map(([family, { length }]) => `${family} ${length}`)
        .join(', ')})\n`,
    );
    expect(names.size).toBeGreaterThanOrEqual(60);
  });
});
