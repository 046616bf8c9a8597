import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { loadConfig } from '../../src/config/config.js';
import type { Agreement, Party, School } from '../../src/directory/directory.js';
import { type Gateway, startGateway } from '../../src/gateway/server.js';
import { layEmptyStore } from './empty-store.js';

export const KEY = 'sleutel-van-de-testschool-0001';
export const PARTY: Party = {
  klantcode: 'TESTEA',
  klantnaam: 'Testleverancier',
  role: 'ea',
  policy: 'strict',
  acceptStale: false,
  knownLearnersOnly: false,
  createdAt: '2026-01-01T00:00:00.000Z',
};

export interface Running {
  readonly gateway: Gateway;
  readonly directory: string;
  /** Everything that was logged. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

export interface Setup {
  readonly party?: Partial<Party>;
  readonly agreement?: Partial<Agreement>;
  readonly settings?: Readonly<Record<string, string | number>>;
  readonly schools?: readonly string[];
  /** True: it writes in a thread of its own, as `uwlr serve` does, and takes longer to start. */
  readonly ownThread?: boolean;
}

/** A real gateway on a free port with a SQLite file of its own, one school (99XX), one vendor and an agreement between them. */
export async function startTestGateway({
  party = {},
  agreement = {},
  settings = {},
  schools = ['99XX'],
  ownThread = false,
}: Setup = {}): Promise<Running> {
  const directory = await mkdtemp(path.join(tmpdir(), 'uwlr-test-'));
  const lines: string[] = [];
  const log = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const config = loadConfig({ data: directory, port: 0, logLevel: 'debug', ...settings }, {});
  await layEmptyStore(config.data);
  const gateway = await startGateway(config, { log, shortLived: !ownThread });
  await furnish(gateway, schools, { ...PARTY, ...party }, agreement);
  const stop = async () => {
    await gateway.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { gateway, directory, log: () => lines.join(''), stop };
}

/** Puts schools, a party, agreements and one key over all of them into a gateway's store. */
export async function furnish(
  { store, keyring }: Gateway,
  schools: readonly string[],
  party: Party,
  agreement: Partial<Agreement> = {},
): Promise<void> {
  const from = '2026-01-01T00:00:00.000Z';
  for (const id of schools) await store.addSchool({ id, name: `School ${id}`, createdAt: from } satisfies School);
  await store.addParty(party);
  const agreements = schools.map(
    (school): Agreement => ({
      id: randomUUID(),
      school,
      party: party.klantcode,
      exchanges: ['leerresultaten'],
      profile: 'resultaten',
      purpose: 'Testen',
      from,
      infourl: { keep: 'none' },
      ...agreement,
    }),
  );
  await store.addAgreements(agreements, {
    id: randomUUID(),
    party: party.klantcode,
    hash: keyring.hashCredential(KEY),
    schools: [...schools],
    from,
  });
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Local part of the fault code, without prefix; undefined for a confirmation. */
  readonly code: string | undefined;
  /** Rules in the fault's detail. */
  readonly rules: readonly string[];
}

/** Posts a body to the results endpoint, or another, as a SOAP client would. */
export async function post(
  gateway: Pick<Gateway, 'url'>,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
  service = 'leerresultaten',
): Promise<Answer> {
  const response = await fetch(`${gateway.url}/soap/${service}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '"BrengLeerresultaten"', ...headers },
    body,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    code: /<faultcode>s:([^<]*)<\/faultcode>/.exec(text)?.[1],
    rules: [...text.matchAll(/rule="([^"]*)"/g)].map((match) => match[1] as string),
  };
}
