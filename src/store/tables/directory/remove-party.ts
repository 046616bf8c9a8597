import { query } from '../../sql/query.js';
import { audit, count, first, rows, run, type Script, together } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';

interface OfParty {
  readonly party: string;
}

const IN_FORCE = 'revoked_at IS NULL AND (valid_until IS NULL OR valid_until > @at)';

/** What may need a party, and where it is. */
const NEEDS = [
  need('agreement', 'agreements', 'agreements WHERE party = @party'),
  need('key in force', 'keys in force', `credentials WHERE party = @party AND ${IN_FORCE}`),
  need('client key in force', 'client keys in force', `client_keys WHERE party = @party AND ${IN_FORCE}`),
  need('token in force', 'tokens in force', `tokens WHERE client = @party AND ${IN_FORCE}`),
  need('delivery target', 'delivery targets', 'targets WHERE party = @party'),
  need('message', 'messages', 'exchanges WHERE party = @party'),
  need(
    'school with results',
    'schools with results',
    'sources s WHERE s.party = @party AND EXISTS (SELECT 1 FROM results r WHERE r.source = s.seq)',
  ),
  need('roster', 'rosters', 'rosters WHERE party = @party'),
  need('disclosure', 'disclosures', 'disclosures WHERE receiver = @party'),
  need('mapping to goals', 'mappings to goals', 'mapping_versions WHERE party = @party'),
];

/** What else a party may have left; people know it by no name. */
const OTHERWISE = ['assessments', 'latest_created', 'request_keys', 'signal_mutes', 'signals', 'source_profiles'];

const IS_THERE = query<{ readonly found: number }, OfParty>(() => 'SELECT 1 AS found FROM parties WHERE klantcode = @party');
const HAS_LEFT = query<{ readonly n: number }, OfParty>(() => {
  const found = OTHERWISE.map((table) => `EXISTS (SELECT 1 FROM ${table} WHERE party = @party)`);
  return `SELECT CASE WHEN ${found.join(' OR ')} THEN 1 ELSE 0 END AS n`;
});

/** What goes with it, in this order. */
const HANGERS_ON = [
  'credential_schools WHERE credential IN (SELECT id FROM credentials WHERE party = @party)',
  'credentials WHERE party = @party',
  'client_keys WHERE party = @party',
  'tokens WHERE client = @party',
  // Of results that are gone.
  'result_shared WHERE source IN (SELECT seq FROM sources WHERE party = @party)',
  'sources WHERE party = @party',
  'goal_links WHERE activity IN (SELECT seq FROM activities WHERE party = @party)',
  'activities WHERE party = @party',
].map((what) => query<never, OfParty>(() => `DELETE FROM ${what}`));
const REMOVE = query<never, OfParty>(() => 'DELETE FROM parties WHERE klantcode = @party');

function need(one: string, many: string, what: string) {
  return {
    one,
    many,
    counted: query<{ readonly n: number }, OfParty & { readonly at: string }>(() => `SELECT count(*) AS n FROM ${what}`),
  };
}

/** Removes a party that nothing needs. Throws `StoreError('conflict')` that says what does. */
export function* removeParty(party: string, at: string, actor: string): Script<void> {
  if ((yield* first(IS_THERE, { party })) === undefined) throw new StoreError('unknown', 'parties: there is none with this klantcode');
  const counts = yield* together(...NEEDS.map(({ counted }) => rows(counted, { party, at })));
  const needs = NEEDS.flatMap(({ one, many }, index) => {
    const n = counts[index]![0]!.n;
    return n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];
  });
  if (needs.length > 0) throw needed(party, needs.join(', '));
  if ((yield* first(HAS_LEFT, { party }))!.n === 1) throw needed(party, 'stored data');
  yield* together(...HANGERS_ON.map((gone) => count(gone, { party })));
  yield* run(REMOVE, { party });
  yield* audit(auditEntry(actor, 'party.remove', { subject: party }));
}

function needed(klantcode: string, by: string): StoreError {
  return new StoreError('conflict', `party ${klantcode} cannot be removed, as it is needed by ${by}`);
}
