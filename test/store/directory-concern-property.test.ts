import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { grantOf } from '../../src/directory/access/grant.js';
import { authorise, inForce, isPaused } from '../../src/directory/authorise.js';
import type { Agreement, Directory, Party } from '../../src/directory/directory.js';
import { targetsOf } from '../../src/directory/targets-of.js';
import { receiveAgain } from '../../src/exchange/front/reception.js';
import { signalTargetsOf } from '../../src/exchange/intake/signals/signal-targets.js';
import { openForReading, openForWriting } from '../../src/store/sqlite/connection/connection.js';
import { ScriptRunner } from '../../src/store/sqlite/connection/script-runner.js';
import { DirectoryReader } from '../../src/store/sqlite/directory/directory-reader.js';
import type { Store } from '../../src/store/store.js';
import { directoryChangedFor } from '../../src/store/tables/directory/directory-concern.js';
import { exchangeCells } from '../../src/store/tables/exchanges/exchange-columns.js';
import {
  attempt,
  beginDirectory,
  HASHES,
  KEYS,
  keyring,
  PARTIES,
  pickBy,
  SCHOOLS,
  SPACED_KEY,
  SPACED_PARTY,
  STEPS,
} from './support/directory-steps.js';
import { agreement, credential, exchange, party, school, token } from './support/records.js';
import { inlinePlace, type SqlitePlace } from './support/temporary.js';

/** At which what the directory begins with is in force, and of what is added later some is. */
const AT = '2026-03-02T12:00:00.000Z';
const FROM = '2026-03-01T08:00:00.000Z';
const MAY_POST = { exchanges: ['leerresultaten', 'rest'], scopes: ['results:write'] } as const;

/** What a message is stored by: whoever may not send it is undefined. */
interface Allowed {
  readonly party: Party;
  readonly agreement: Agreement;
  /** Id of the autorisatiesleutel; none for who comes with a token. */
  readonly credential?: string | undefined;
  readonly rest: unknown;
}

type Sender = (directory: Directory) => Allowed | undefined;

/** Senders of messages as they write themselves, with the key that they show. */
const OVER_SOAP: readonly Sender[] = ['p1', ' p1', 'p2', 'p3 ', 'p4'].flatMap((klantcode) =>
  [...KEYS, SPACED_KEY].flatMap((autorisatiesleutel) =>
    SCHOOLS.map(
      (of): Sender =>
        (directory) => {
          const header = {
            klantcode,
            klantnaam: party(klantcode.trim()).klantnaam,
            autorisatiesleutel,
          };
          const { visitor } = receiveAgain({ directory, keyring, now: new Date(AT) }, header, {});
          const allowed = visitor && authorise(directory, visitor.party, visitor.proof, of, 'leerresultaten', new Date(AT));
          if (visitor === undefined || allowed === undefined || isPaused(directory, of)) return undefined;
          return storedBy(directory, visitor.party, allowed, visitor.proof.keyFor(of)?.id);
        },
    ),
  ),
);

/** Those of REST: with a token of the directory, or with one that their client key gave them. */
const OVER_REST: readonly Sender[] = PARTIES.flatMap((client) =>
  SCHOOLS.flatMap((of): Sender[] => [
    (directory) => {
      const [shown] = directory.tokens.by('hash', token(`${client} ${of}`).hash);
      return shown === undefined || shown.revokedAt !== undefined ? undefined : posting(directory, shown.client, of);
    },
    (directory) => {
      const key = directory.clientKeys.get(`key of ${client}`);
      return key !== undefined && key.party === client && inForce(key, AT) ? posting(directory, client, of) : undefined;
    },
  ]),
);

function posting(directory: Directory, client: string, of: string): Allowed | undefined {
  const { agreements, scopes } = grantOf(directory, { client, school: of, scopes: ['results:write'] }, AT);
  const found = directory.parties.get(client);
  const allowed = agreements.find((one) => one.scopes?.includes('results:write'));
  if (found === undefined || allowed === undefined || scopes.length === 0 || isPaused(directory, of)) return undefined;
  return storedBy(directory, found, allowed, undefined);
}

function storedBy(directory: Directory, by: Party, allowed: Agreement, key: string | undefined): Allowed {
  const to = [targetsOf(directory, allowed.school, by.klantcode, AT), signalTargetsOf(directory, allowed.school, by.klantcode, AT)];
  const rest = [directory.schools.get(allowed.school), to.map((targets) => targets.map(({ id }) => id))];
  return { party: by, agreement: allowed, ...(key !== undefined && { credential: key }), rest };
}

const step = fc.record({
  does: fc.constantFrom(...Object.keys(STEPS)),
  choices: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
});

let place: SqlitePlace;
let store: Store;
let byHand: Database;
let reading: Database;

beforeEach(async () => {
  place = await inlinePlace();
  [store, byHand, reading] = [await place.open(), openForWriting(place.file), openForReading(place.file)];
});

afterEach(async () => {
  byHand.close();
  reading.close();
  await store.close();
  await place.remove();
});

/** Everybody may do everything, and results of p1 and p2 go to p3. */
async function furnish(): Promise<void> {
  await beginDirectory(store, byHand);
  await store.addSchool(school(SCHOOLS[0]!));
  await store.addParty(party(PARTIES[0]!));
  await store.addParty(party(SPACED_PARTY));
  for (const [number, klantcode] of [...PARTIES, SPACED_PARTY].entries()) {
    const agreements = SCHOOLS.map((of) => agreement(`${klantcode} ${of}`, { school: of, party: klantcode, from: FROM, ...MAY_POST }));
    const hash = HASHES[number % HASHES.length]!;
    await store.addAgreements(agreements, credential(`c ${klantcode}`, { party: klantcode, schools: SCHOOLS, hash, from: FROM }));
    await store.addClientKey({ id: `key of ${klantcode}`, party: klantcode, kind: 'secret', value: '00', from: FROM });
    for (const of of SCHOOLS) await store.addToken(token(`${klantcode} ${of}`, { client: klantcode, school: of }));
  }
  await store.addTarget({ id: 't3', party: 'p3', kind: 'files', settings: new Uint8Array(), createdAt: FROM });
}

test('whatever changes: a message that would be stored otherwise by the new directory is never stored by the old one', async () => {
  const scripts = new ScriptRunner(reading);
  let runs = 0;
  const seen = { stored: 0, refused: 0, otherwise: 0 };
  const doAll = async (steps: readonly { readonly does: string; readonly choices: readonly number[] }[]) => {
    for (const { does, choices } of steps) {
      runs += 1;
      await attempt(() => STEPS[does]?.(store, byHand, pickBy(choices), `fresh ${runs}`));
    }
  };
  const now = (): Directory => new DirectoryReader(reading).current()!;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), fc.array(step, { minLength: 1, maxLength: 3 }), async (before, meanwhile) => {
      await furnish();
      await doAll(before);
      const old = now();
      await doAll(meanwhile);
      const current = now();
      for (const sender of [...OVER_SOAP, ...OVER_REST]) {
        const allowed = sender(old);
        if (allowed === undefined) continue;
        const { party: by, agreement: of, credential: key } = allowed;
        const record = exchange('e', { agreement: of.id, ...(key !== undefined && { credential: key }) });
        const message = { directory: old.version, school: of.school, party: by.klantcode, exchange: exchangeCells(record) };
        const isRefused = scripts.run(directoryChangedFor(message));
        const then = sender(current);
        const isSame = isDeepStrictEqual({ ...then, credential: 0 }, { ...allowed, credential: 0 });
        if (!isSame && !isRefused) expect([then, ...meanwhile.map(({ does }) => does)]).toEqual([allowed]);
        if (!isSame) seen.otherwise += 1;
        else if (current.version > old.version) seen[isRefused ? 'refused' : 'stored'] += 1;
      }
    }),
    { numRuns: 60, endOnFailure: true },
  );
  // Were all of them refused, or none to be, nothing was tried.
  expect(seen.otherwise).toBeGreaterThan(100);
  expect(seen.stored).toBeGreaterThan(seen.refused);
});
