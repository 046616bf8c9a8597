import { EventEmitter } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { agreementOf, agreementsOf, authorise, inForce, keysOf } from '../../src/directory/authorise.js';
import type { Directory, ExchangeKind } from '../../src/directory/directory.js';
import { prove } from '../../src/exchange/front/reception.js';
import { openForReading, openForWriting } from '../../src/store/sqlite/connection/connection.js';
import { DirectoryReader } from '../../src/store/sqlite/directory/directory-reader.js';
import { textForSqlite } from '../../src/store/sqlite/sql/sqlite-words.js';
import type { Store } from '../../src/store/store.js';
import { DIRECTORY_TABLES } from '../../src/store/tables/directory/directory-snapshot.js';
import {
  attempt,
  beginDirectory,
  EXCHANGES,
  HASHES,
  KEYS,
  keyring,
  PARTIES,
  pickBy,
  SCHOOLS,
  STEPS,
  TIMES,
} from './support/directory-steps.js';
import { agreement, credential, party, school } from './support/records.js';
import { inlinePlace, type SqlitePlace } from './support/temporary.js';

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
  await beginDirectory(command, byHand);
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
      await beginDirectory(command, byHand);
      for (const [number, { does, choices, read }] of steps.entries()) {
        const pick = pickBy(choices);
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
  await beginDirectory(command, byHand);
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
  await beginDirectory(command, byHand);
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
