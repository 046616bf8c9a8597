// The gateway's sync in a process of its own: fetches a school, checks it, leaves out what was not agreed on, finds out what has
// changed and stores that.
import { SyncRoster } from '../../dist/exchange/sync/sync-roster.js';
import { Keyring } from '../../dist/privacy/keys/keyring.js';
import { loadSecret } from '../../dist/secret/secret-file.js';
import { openStore } from '../../dist/store/open.js';
import { answerWithFetches } from './fetches.js';

const [directory] = process.argv.slice(2);
const store = await openStore({ dataDirectory: directory });
const keyring = Keyring.fromSecret(loadSecret({ data: directory }));
const sync = new SyncRoster({ store, keyring, allowTargets: ['127.0.0.1'] });

answerWithFetches(async (school, schoolYear) => {
  const { outcome, findings, summary } = await sync.run({ school, schoolYear });
  if (summary === undefined) throw new Error(`the sync ended as ${outcome}: ${findings.map(({ rule }) => rule).join(', ')}`);
  const { after, added, changed } = summary.learners;
  return { pupils: after, outcome, added, changed };
});
