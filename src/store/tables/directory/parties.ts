import type { Party, PartyCertificates, PartyChange } from '../../../directory/directory.js';
import { insertInto } from '../../sql/insert-into.js';
import { query, type Value } from '../../sql/query.js';
import { audit, run, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';
import { jsonOrNull, type PartyRow, rowOfParty } from './directory-rows.js';

/** The columns of what can change of a party. */
const COLUMNS = {
  klantnaam: 'klantnaam',
  name: 'name',
  endpoint: 'endpoint',
  policy: 'policy',
  version: 'version',
  acceptStale: 'accept_stale',
  knownLearnersOnly: 'known_learners_only',
  connection: 'connection',
} as const satisfies Record<keyof PartyChange, string>;

const ADD = query<never, PartyRow>(() =>
  insertInto('parties', [...Object.values(COLUMNS), 'klantcode', 'role', 'certificates', 'created_at']),
);
/** Of each column its value, and as `sets_…` whether it gets that (1 or 0). */
const CHANGE = query<never, Readonly<Record<string, Value>>>(() => {
  const set = Object.values(COLUMNS).map((column) => `${column} = CASE WHEN @sets_${column} = 1 THEN @${column} ELSE ${column} END`);
  return `UPDATE parties SET ${set.join(', ')} WHERE klantcode = @klantcode`;
});
const SET_CERTIFICATES = query<never, { readonly klantcode: string; readonly certificates: string | null }>(
  () => 'UPDATE parties SET certificates = @certificates WHERE klantcode = @klantcode',
);

export function* addParty(party: Party, actor: string): Script<void> {
  yield* run(ADD, rowOfParty(party));
  yield* audit(auditEntry(actor, 'party.add', { subject: party.klantcode }));
}

export function* changeParty(klantcode: string, change: PartyChange, actor: string): Script<void> {
  const set = Object.entries(COLUMNS).flatMap(([name, column]) => {
    const value = change[name as keyof PartyChange];
    return [
      [column, typeof value === 'boolean' ? Number(value) : (value ?? null)],
      [`sets_${column}`, value === undefined ? 0 : 1],
    ];
  });
  known(yield* run(CHANGE, { ...(Object.fromEntries(set) as Record<string, Value>), klantcode }));
  yield* audit(auditEntry(actor, 'party.set', { subject: klantcode }));
}

export function* setCertificates(klantcode: string, certificates: PartyCertificates | undefined, actor: string): Script<void> {
  known(yield* run(SET_CERTIFICATES, { klantcode, certificates: jsonOrNull(certificates) }));
  yield* audit(auditEntry(actor, 'party.certificates', { subject: klantcode }));
}

function known(changes: number): void {
  if (changes === 0) throw new StoreError('unknown', 'parties: there is none with this klantcode');
}
