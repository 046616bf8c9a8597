import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPostgresStore } from '../../src/store/postgres/open.js';
import { describePostgres, emptyDatabase } from '../support/postgres.js';
import { agreements } from './suite/agreements.js';
import { assertions } from './suite/assertions.js';
import { directory } from './suite/directory.js';
import { duties } from './suite/duties.js';
import { receiverAliases } from './suite/receiver-aliases.js';
import { rosterCounts } from './suite/roster-counts.js';
import { rosterMoments } from './suite/roster-moments.js';
import { rosterPacks } from './suite/roster-packs.js';
import { rosterPages } from './suite/roster-pages.js';
import { rosters } from './suite/rosters.js';
import { secrets } from './suite/secrets.js';
import { type StorePlace, storeSuite } from './suite.js';

/** A database of its own, with a directory for what is kept beside it. */
async function postgresPlace(): Promise<StorePlace> {
  const [database, directory] = await Promise.all([emptyDatabase(), mkdtemp(path.join(tmpdir(), 'uwlr-node-'))]);
  return {
    open: () => openPostgresStore(database.url, { marks: path.join(directory, 'erasure.marks'), listening: true, connections: 5 }),
    remove: async () => {
      await database.remove();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

await describePostgres('on PostgreSQL', () => {
  storeSuite('PostgreSQL store', postgresPlace, [
    directory,
    agreements,
    assertions,

    secrets,
    duties,
    rosters,
    rosterMoments,
    rosterPacks,
    rosterPages,
    rosterCounts,

    receiverAliases,
  ]);
});
