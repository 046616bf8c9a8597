import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { agreementOf, agreementsOf, authorise, inForce, keysOf } from '../../src/directory/authorise.js';
import type { Agreement, Credential, Directory, ExchangeKind } from '../../src/directory/directory.js';
import { prove } from '../../src/exchange/front/reception.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';
import { openForReading, openForWriting } from '../../src/store/sqlite/connection/connection.js';
import { DirectoryReader } from '../../src/store/sqlite/directory/directory-reader.js';
import { textForSqlite } from '../../src/store/sqlite/sql/sqlite-words.js';
import type { Store } from '../../src/store/store.js';
import { DIRECTORY_TABLES } from '../../src/store/tables/directory/directory-snapshot.js';
import { signer } from './support/audit.js';
import { agreement, credential, party, school, token } from './support/records.js';
import { inlinePlace, type SqlitePlace } from './support/temporary.js';

const SCHOOLS = ['99S1', '99S2', '99S3'];
const PARTIES = ['p1', 'p2', 'p3'];
const EXCHANGES: readonly ExchangeKind[] = ['leerlinggegevens', 'leerresultaten', 'rest'];
/** Instants in order: what is in force at one is not at another. */
const TIMES = [1, 2, 3, 4].map((day) => `2026-03-0${day}T08:00:00.000Z`);
const NOT_DONE = ['duplicate', 'unknown', 'conflict', 'destroyed', 'held', 'secret'];

const keyring = Keyring.fromSecret('a secret of sixty-four characters that is used by nothing else..');
const KEYS = ['sleutel-een', 'sleutel-twee'];
const HASHES = KEYS.map((key) => keyring.hashCredential(key));

const TABLES = [
  'credential_schools',
  'credentials',
  'agreements',
  'tokens',
  'client_keys',
  'targets',
  'school_keys',
  'parties',
  'schools',
  'gateway_secret',
];

type Pick = (count: number) => number;
type Step = (store: Store, db: Database, pick: Pick, fresh: string) => unknown;

const one = <T>(pick: Pick, list: readonly T[]): T => list[pick(list.length)] as T;
const some = <T>(pick: Pick, list: readonly T[]): T[] => list.filter(() => pick(2) === 0);
const time = (pick: Pick) => one(pick, TIMES);
const term = (pick: Pick) => ({ from: time(pick), ...(pick(2) === 0 && { until: time(pick) }) });

function someCredential(pick: Pick, id: string): Credential {
  const schools = some(pick, SCHOOLS);
  return credential(id, { party: one(pick, PARTIES), hash: one(pick, HASHES), schools, ...term(pick) });
}

function someAgreement(pick: Pick, id: string): Agreement {
  return agreement(id, { school: one(pick, SCHOOLS), party: one(pick, PARTIES), exchanges: some(pick, EXCHANGES), ...term(pick) });
}

/** A row that is there, by a column. */
function rowOf(db: Database, table: string, column: string, pick: Pick): string {
  const ids = db.prepare<[], string>(`SELECT ${column} FROM ${table} ORDER BY rowid`).pluck().all();
  return ids.length === 0 ? 'none' : one(pick, ids);
}

/** Everything that may happen to a directory, in an order in which each finds what it needs; those at the end by another program than ours. */
const STEPS: Readonly<Record<string, Step>> = {
  'add a school': (store, _, pick) => store.addSchool(school(one(pick, SCHOOLS))),
  'add a party': (store, _, pick) => store.addParty(party(one(pick, PARTIES))),
  'agree, with a key': (store, _, pick, fresh) =>
    store.addAgreements([someAgreement(pick, `${fresh}a`), someAgreement(pick, `${fresh}b`)], someCredential(pick, `${fresh}c`)),
  agree: (store, _, pick, fresh) => store.addAgreements([someAgreement(pick, fresh)], undefined),
  'add a key': (store, _, pick, fresh) => store.addAgreements([], someCredential(pick, fresh)),
  'end an agreement': (store, db, pick) => store.endAgreement(rowOf(db, 'agreements', 'id', pick), time(pick)),
  // As a store of before there was one agreement at a time may have it.
  'agree beside another': elsewhere((_, db, pick, fresh) =>
    db
      .prepare(`
        INSERT INTO agreements (id, school, party, exchanges, profile, purpose, valid_from, infourl)
        SELECT ?, s.id, p.klantcode, '["leerresultaten"]', 'resultaten', 'Proef', ?, '{"keep":"none"}' FROM schools s, parties p
        WHERE s.id = ? AND p.klantcode = ?`)
      .run(fresh, time(pick), one(pick, SCHOOLS), one(pick, PARTIES)),
  ),
  'replace an agreement': (store, db, pick, fresh) => {
    const last = db.prepare<[], string>('SELECT id FROM agreements ORDER BY rowid DESC LIMIT 1').pluck().get();
    return store.replaceAgreement(last ?? 'none', someAgreement(pick, fresh), time(pick));
  },
  'change a party': (store, _, pick, fresh) =>
    store.changeParty(one(pick, PARTIES), { name: pick(2) === 0 ? fresh : null, policy: pick(2) === 0 ? 'strict' : 'tolerant' }),
  'revoke a key': (store, db, pick) => store.revokeCredential(rowOf(db, 'credentials', 'id', pick), time(pick)),
  'replace keys': (store, db, pick, fresh) =>
    store.replaceCredentials([someCredential(pick, fresh)], [rowOf(db, 'credentials', 'id', pick)], time(pick)),
  'add a token': (store, _, pick, fresh) => store.addToken(token(fresh, { client: one(pick, PARTIES), school: one(pick, SCHOOLS) })),
  'revoke a token': (store, db, pick) => store.revokeToken(rowOf(db, 'tokens', 'id', pick), time(pick)),
  'add a client key': (store, _, pick, fresh) =>
    store.addClientKey({ id: fresh, party: one(pick, PARTIES), kind: pick(2) === 0 ? 'secret' : 'jwk', value: '{}', from: time(pick) }),
  'revoke a client key': (store, db, pick) => store.revokeClientKey(rowOf(db, 'client_keys', 'id', pick), time(pick)),
  'add a target': (store, _, pick, fresh) =>
    store.addTarget({ id: fresh, party: one(pick, PARTIES), kind: 'webhook', settings: Buffer.of(1), createdAt: time(pick) }),
  'set a target': (store, db, pick) => store.setTarget(rowOf(db, 'targets', 'id', pick), Buffer.of(pick(9))),
  'end a target': (store, db, pick) => store.endTarget(rowOf(db, 'targets', 'id', pick), time(pick)),
  'pause a school': (store, _, pick) => store.pauseSchool(one(pick, SCHOOLS), pick(2) === 0 ? undefined : time(pick)),
  'hold a school': (store, _, pick) => store.holdSchool(one(pick, SCHOOLS), pick(3) < 2 ? undefined : time(pick)),
  'set certificates': (store, _, pick) => store.setCertificates(one(pick, PARTIES), pick(2) === 0 ? undefined : { fingerprints: ['ab'] }),
  'rotate aliases': (store, _, pick) => store.rotateAliases(one(pick, SCHOOLS), TIMES[0]!, TIMES[3]!),
  'destroy a key of a school': (store, _, pick) => store.destroySchoolKey(one(pick, SCHOOLS), time(pick)),
  'replace the secret': async (store, _, pick) => {
    const { head, changes } = await store.sealedValues();
    const nothing = new Map<string, Uint8Array>();
    const values = { schoolKeys: nothing, connections: nothing, credentials: nothing, targets: nothing, keys: nothing };
    return store.replaceSecret({ ...values, head, changes, signer: signer(), fingerprint: `000000000000000${pick(9)}` });
  },
  'rename a school': elsewhere((_, db, pick, fresh) =>
    db.prepare('UPDATE schools SET name = ? WHERE id = ?').run(fresh, one(pick, SCHOOLS)),
  ),
  'rename a party': elsewhere((_, db, pick, fresh) =>
    db.prepare('UPDATE parties SET klantnaam = ? WHERE klantcode = ?').run(fresh, one(pick, PARTIES)),
  ),
  'delete an agreement': elsewhere((_, db, pick) =>
    db.prepare('DELETE FROM agreements WHERE id = ?').run(rowOf(db, 'agreements', 'id', pick)),
  ),
  'delete a token': elsewhere((_, db, pick) => db.prepare('DELETE FROM tokens WHERE id = ?').run(rowOf(db, 'tokens', 'id', pick))),
  'take a school from a key': elsewhere((_, db, pick) =>
    db.prepare('DELETE FROM credential_schools WHERE credential = ?').run(rowOf(db, 'credentials', 'id', pick)),
  ),
  'delete a key': elsewhere((_, db, pick) => {
    const id = rowOf(db, 'credentials', 'id', pick);
    db.prepare('DELETE FROM credential_schools WHERE credential = ?').run(id);
    db.prepare('DELETE FROM credentials WHERE id = ?').run(id);
  }),
};

/** What another program does is seen from the next turn of the event loop on. */
function elsewhere(does: Step): Step {
  return async (...given) => {
    await does(...given);
    await turn();
  };
}

const step = fc.record({
  does: fc.constantFrom(...Object.keys(STEPS)),
  choices: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
  /** Whether the gateway looks at its directory after it, or not until more has happened. */
  read: fc.boolean(),
});
let place: SqlitePlace;
let gateway: Store;
let command: Store;
let byHand: Database;

beforeEach(async () => {
  place = await inlinePlace();
  [gateway, command, byHand] = [await place.open(), await place.open(), openForWriting(place.file)];
});

afterEach(async () => {
  byHand.close();
  for (const store of [gateway, command]) await store.close();
  await place.remove();
});

test('a gateway sees each thing that a command does', async () => {
  await begin();
  let { version } = await gateway.directory();
  for (const [does, each] of Object.entries(STEPS)) {
    await each(command, byHand, () => 0, does);
    const after = await gateway.directory();
    expect([does, after.version > version]).toEqual([does, true]);
    await expectSame(gateway, place.file);
    ({ version } = after);
  }
});

test('whatever happens, reading what changed gives what reading all gives, and looking up what going through all gives', async () => {
  let runs = 0;
  // As one that takes over two changes at a time, and asks only after all of them.
  const connection = openForReading(place.file);
  const slow = new DirectoryReader(connection, { versionsAtOnce: 2 });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 25 }), async (steps) => {
      runs += 1;
      await begin();
      for (const [number, { does, choices, read }] of steps.entries()) {
        const left = [...choices];
        const pick: Pick = (count) => (left.shift() ?? 0) % count;
        // Now the gateway itself changes something, now a command.
        await attempt(() => STEPS[does]?.(pick(2) === 0 ? gateway : command, byHand, pick, `r${runs}s${number}`));
        if (read) await expectSame(gateway, place.file);
      }
      await expectSame(gateway, place.file);
      await expectSame(command, place.file);
      expectEqual(shownOf(await inPieces(slow)), shownOf(await command.directory()));
    }),
    // To look for a smaller example takes minutes.
    { numRuns: 20, endOnFailure: true },
  );
  connection.close();
});

test('thousands of changes leave the event loop its turns, and are seen all at once by everybody who waits for them', async () => {
  await begin();
  await command.addSchool(school('99S1'));
  await command.addParty(party('p1'));
  await gateway.directory();
  const many = Array.from({ length: 3_000 }, (_, number) => agreement(`a${number}`, { school: '99S1', party: 'p1', exchanges: ['rest'] }));
  await command.addAgreements(many, credential('c1', { party: 'p1', schools: ['99S1'] }));
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  }, 0);
  const found = await Promise.all([gateway.directory(), gateway.as('cli:proef').directory(), gateway.directory()]);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(0);
  for (const each of found) expect([each.agreements.size, each.credentials.size]).toEqual([3_000, 1]);
  expect(new Set(found).size).toBe(1);
  await expectSame(gateway, place.file);
});

test('an agreement that changed while thousands were made keeps its place: the first that was made goes first', async () => {
  await begin();
  await gateway.directory();
  const many = Array.from({ length: 1_200 }, (_, number) => agreement(`a${number}`, { school: '99S2', party: 'p2', exchanges: ['rest'] }));
  await command.addAgreements(many, undefined);
  await command.endAgreement('a0', TIMES[0] as string);
  const { agreements } = await gateway.directory();
  expect(agreements.all().slice(0, 2)).toEqual([{ ...many[0], endedAt: TIMES[0] }, many[1]]);
  await expectSame(gateway, place.file);
});

test.each(['agreements', 'credentials', 'parties'] as const)('what changed of the %s is found without going through any table', (table) => {
  const plan = byHand
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${textForSqlite(DIRECTORY_TABLES[table].newer)}`)
    .all({ since: 1, upTo: 2 });
  const steps = plan.map(({ detail }) => detail);
  expect(steps).toContain('SEARCH c USING COVERING INDEX directory_changes_by_version (kind=? AND version>? AND version<?)');
  for (const step of steps) expect(step).not.toMatch(/^SCAN/);
});

async function attempt(does: () => unknown): Promise<void> {
  try {
    await does();
  } catch (error) {
    if (!NOT_DONE.includes((error as { readonly code?: string }).code ?? '')) throw error;
  }
}

/** Of the first school and party nothing is known yet. */
async function begin(): Promise<void> {
  byHand.pragma('foreign_keys = OFF');
  for (const table of TABLES) byHand.prepare(`DELETE FROM ${table}`).run();
  byHand.pragma('foreign_keys = ON');
  for (const id of SCHOOLS.slice(1)) await command.addSchool(school(id));
  for (const klantcode of PARTIES.slice(1)) await command.addParty(party(klantcode));
}

async function expectSame(store: Store, file: string): Promise<void> {
  const db = openForReading(file);
  const fresh = new DirectoryReader(db).current() as Directory;
  db.close();
  if (fresh.secret !== undefined) store.useSecret(fresh.secret);
  const known = await store.directory();
  expectEqual(shownOf(known), shownOf(fresh));
  expectEqual(foundByIndex(known), foundByScan(known));
}

async function inPieces(reader: DirectoryReader): Promise<Directory> {
  for (;;) {
    const directory = reader.current();
    if (directory !== undefined) return directory;
    await reader.approach((query) => query());
  }
}

/** As `toEqual`, which shows more and takes fifty times as long. */
function expectEqual(found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
}

function shownOf({ schools, parties, agreements, credentials, clientKeys, tokens, targets, ...rest }: Directory): object {
  return {
    ...rest,
    ...{ schools: [...schools], parties: [...parties], targets: [...targets] },
    sizes: [schools.size, parties.size, targets.size, agreements.size, credentials.size, clientKeys.size, tokens.size],
    ...{ agreements: agreements.all(), credentials: credentials.all(), clientKeys: clientKeys.all(), tokens: tokens.all() },
  };
}

interface Question {
  readonly at: string;
  readonly klantcode: string;
  readonly school: string;
  readonly exchange: ExchangeKind;
}

const QUESTIONS: readonly Question[] = TIMES.flatMap((at) =>
  PARTIES.flatMap((klantcode) => SCHOOLS.flatMap((of) => EXCHANGES.map((exchange) => ({ at, klantcode, school: of, exchange })))),
);

/** All keys are shown over one connection, and most more than once. */
const connection = new EventEmitter();

function foundByIndex(directory: Directory): unknown {
  const { agreements, credentials, clientKeys, tokens } = directory;
  return [
    agreements.all().map(({ id }) => agreements.get(id)),
    tokens.all().map(({ hash }) => tokens.by('hash', hash)),
    PARTIES.map((klantcode) => [clientKeys.by('party', klantcode), credentials.by('party', klantcode)]),
    QUESTIONS.map(({ at, klantcode, school: of, exchange }) => {
      const [supplier, now] = [party(klantcode), new Date(at)];
      const proofs = KEYS.map((autorisatiesleutel) =>
        prove(directory, keyring, supplier, { ...supplier, autorisatiesleutel }, { connection }, now),
      );
      return {
        keys: keysOf(directory, klantcode, at, of),
        agreements: agreementsOf(directory, { school: of, party: klantcode }, exchange, at),
        ofSchool: agreementsOf(directory, { school: of }, exchange, at),
        ofParty: agreementsOf(directory, { party: klantcode }, exchange, at),
        agreement: exchange === 'rest' ? undefined : agreementOf(directory, of, klantcode, exchange, at),
        rights: proofs.map((proof) => ({
          keyIsTheirs: proof.keyIsTheirs,
          holds: proof.holds,
          covers: proof.covers(of),
          agreement: exchange === 'rest' ? undefined : authorise(directory, supplier, proof, of, exchange, now),
        })),
      };
    }),
  ];
}

/** The same, by going through everything. */
function foundByScan(directory: Directory): unknown {
  const [agreements, credentials, tokens] = [directory.agreements.all(), directory.credentials.all(), directory.tokens.all()];
  return [
    agreements,
    tokens.map((each) => [each]),
    PARTIES.map((klantcode) => [
      directory.clientKeys.all().filter((each) => each.party === klantcode),
      credentials.filter((each) => each.party === klantcode),
    ]),
    QUESTIONS.map(({ at, klantcode, school: of, exchange }) => {
      const theirs = credentials.filter((each) => each.party === klantcode);
      const open = agreements.filter((each) => each.exchanges.includes(exchange) && inForce(each, at));
      // Over UWLR of each school and party the one that began last, of those the one that was made last.
      const allowed = open.filter(
        (each, place) =>
          exchange === 'rest' ||
          !open.some(
            (other, later) =>
              other.school === each.school &&
              other.party === each.party &&
              (other.from > each.from || (other.from === each.from && later > place)),
          ),
      );
      const between = allowed.filter((each) => each.school === of && each.party === klantcode);
      return {
        keys: theirs.filter((each) => inForce(each, at) && each.schools.includes(of)),
        agreements: between,
        ofSchool: allowed.filter((each) => each.school === of),
        ofParty: allowed.filter((each) => each.party === klantcode),
        agreement: exchange === 'rest' ? undefined : between[0],
        rights: HASHES.map((hash) => {
          const same = theirs.filter((each) => each.hash === hash);
          const holding = same.filter((each) => inForce(each, at));
          const covers = holding.some(({ schools }) => schools.includes(of));
          return {
            keyIsTheirs: same.length > 0,
            holds: holding.length > 0,
            covers,
            agreement: covers && exchange !== 'rest' ? between[0] : undefined,
          };
        }),
      };
    }),
  ];
}
