import { randomUUID } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';
import { fromCheckout } from '../checkout.js';
import { SENDER } from '../messages/sender.js';
import { PROJECT } from '../paths.js';

const FROM = '2025-01-01T00:00:00.000Z';
const { klantcode, klantnaam, sleutel } = SENDER;

const RESULTS = { exchanges: ['leerresultaten'], profile: 'resultaten' };

/**
 * Makes a data directory in which `SENDER` may deliver results for these schools; or may do something else, by `agreed`: what an
 * agreement says. `las` is the part of a party that a LAS has and others have not: with it, `SENDER` is one that we call.
 * `tree` is the checkout whose gateway is going to open it, built. `databaseUrl`: of PostgreSQL, in the place of SQLite in the directory.
 */
export async function prepareDataDirectory(
  directory,
  schools,
  { agreed = RESULTS, las, tree = PROJECT, databaseUrl, acceptStale = false } = {},
) {
  const { openStore } = await fromCheckout(tree, 'store/open.js');
  const { Keyring } = await fromCheckout(tree, 'keyring.js');
  const { loadSecret } = await fromCheckout(tree, 'secret-file.js');
  const store = await openStore({ dataDirectory: directory, databaseUrl });
  const keyring = Keyring.fromSecret(loadSecret({ data: directory }));
  try {
    for (const id of schools) await store.addSchool({ id, name: `School ${id}`, createdAt: FROM });
    const policies = { policy: 'strict', acceptStale, knownLearnersOnly: false };
    await store.addParty({ klantcode, klantnaam, role: las === undefined ? 'ea' : 'las', ...las, ...policies, createdAt: FROM });
    const agreements = schools.map((school) => ({
      id: randomUUID(),
      school,
      party: klantcode,
      ...agreed,
      purpose: 'Meten',
      from: FROM,
      infourl: { keep: 'none' },
    }));
    await store.addAgreements(agreements, {
      id: randomUUID(),
      party: klantcode,
      hash: keyring.hashCredential(sleutel),
      ...(las === undefined ? {} : { sealed: keyring.sealSecret(sleutel) }),
      schools,
      from: FROM,
    });
  } finally {
    await store.close();
  }
}

/**
 * What the data directory holds of messages: per school, the moments (aanmaakdatum, ms since 1970) of those that were accepted,
 * and over all schools how many results there are. Only for a gateway that has stopped.
 */
export async function storedIn(directory, schools, tree = PROJECT) {
  const { openStore } = await fromCheckout(tree, 'store/open.js');
  const store = await openStore({ dataDirectory: directory });
  try {
    const moments = new Map();
    for (const school of schools) {
      const found = new Set();
      for await (const { createdAtNs } of pages((cursor) => store.exchanges({ school, outcome: 'accepted', limit: 1000, ...cursor }))) {
        found.add(Number(createdAtNs / 1_000_000n));
      }
      moments.set(school, found);
    }
    return { moments, results: rowsOf(directory, 'results') };
  } finally {
    await store.close();
  }
}

/** Counted in the file itself: to read a million results as documents takes longer than to measure. */
function rowsOf(directory, table) {
  const db = new Database(path.join(directory, 'uwlr.db'), { readonly: true });
  try {
    return db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  } finally {
    db.close();
  }
}

async function* pages(read) {
  let cursor = {};
  while (cursor !== undefined) {
    const { items, next } = await read(cursor);
    yield* items;
    cursor = next === undefined ? undefined : { cursor: next };
  }
}
