import { setImmediate as turn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Agreement, Credential, ExchangeKind } from '../../../src/directory/directory.js';
import { Keyring } from '../../../src/privacy/keys/keyring.js';
import type { Store } from '../../../src/store/store.js';
import { signer } from './audit.js';
import { agreement, credential, party, school, token } from './records.js';

export const SCHOOLS = ['99S1', '99S2', '99S3'];
export const PARTIES = ['p1', 'p2', 'p3'];
/** A klantcode as nobody sends it. */
export const SPACED_PARTY = 'p4 ';
export const EXCHANGES: readonly ExchangeKind[] = ['leerlinggegevens', 'leerresultaten', 'rest'];
/** Instants in order: what is in force at one is not at another. */
export const TIMES = [1, 2, 3, 4].map((day) => `2026-03-0${day}T08:00:00.000Z`);
const NOT_DONE = ['duplicate', 'unknown', 'conflict', 'destroyed', 'held', 'secret'];

export const keyring = Keyring.fromSecret('a secret of sixty-four characters that is used by nothing else..');
export const KEYS = ['sleutel-een', 'sleutel-twee'];
export const HASHES = KEYS.map((key) => keyring.hashCredential(key));
/** A key that some party may have registered with white space around it. */
export const SPACED_KEY = ` ${KEYS[0]}`;
const ANY_HASH = [...HASHES, keyring.hashCredential(SPACED_KEY)];

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

export type Pick = (count: number) => number;
export type Step = (store: Store, db: Database, pick: Pick, fresh: string) => unknown;

const one = <T>(pick: Pick, list: readonly T[]): T => list[pick(list.length)] as T;
const some = <T>(pick: Pick, list: readonly T[]): T[] => list.filter(() => pick(2) === 0);
const time = (pick: Pick) => one(pick, TIMES);
const term = (pick: Pick) => ({ from: time(pick), ...(pick(2) === 0 && { until: time(pick) }) });

function someCredential(pick: Pick, id: string): Credential {
  const schools = some(pick, SCHOOLS);
  return credential(id, { party: one(pick, PARTIES), hash: one(pick, ANY_HASH), schools, ...term(pick) });
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
export const STEPS: Readonly<Record<string, Step>> = {
  'add a school': (store, _, pick) => store.addSchool(school(one(pick, SCHOOLS))),
  'add a party': (store, _, pick) => store.addParty(party(one(pick, PARTIES))),
  'agree, with a key': (store, _, pick, fresh) =>
    store.addAgreements([someAgreement(pick, `${fresh}a`), someAgreement(pick, `${fresh}b`)], someCredential(pick, `${fresh}c`)),
  agree: (store, _, pick, fresh) => store.addAgreements([someAgreement(pick, fresh)], undefined),
  'add a key': (store, _, pick, fresh) => store.addAgreements([], someCredential(pick, fresh)),
  'add a party whose klantcode is that of another, but for white space': (store, _, pick) =>
    store.addParty(party(one(pick, [SPACED_PARTY.trim(), `${SPACED_PARTY} `, ...PARTIES.map((klantcode) => `${klantcode} `)]))),
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

/** Chooses by these numbers, one after the other. */
export function pickBy(choices: readonly number[]): Pick {
  const left = [...choices];
  return (count) => (left.shift() ?? 0) % count;
}

/** Does something of which it does not matter whether it can be done. */
export async function attempt(does: () => unknown): Promise<void> {
  try {
    await does();
  } catch (error) {
    if (!NOT_DONE.includes((error as { readonly code?: string }).code ?? '')) throw error;
  }
}

/** Of the first school and party nothing is known yet. */
export async function beginDirectory(store: Store, byHand: Database): Promise<void> {
  byHand.pragma('foreign_keys = OFF');
  for (const table of TABLES) byHand.prepare(`DELETE FROM ${table}`).run();
  byHand.pragma('foreign_keys = ON');
  for (const id of SCHOOLS.slice(1)) await store.addSchool(school(id));
  for (const klantcode of PARTIES.slice(1)) await store.addParty(party(klantcode));
}
