import { supplied } from '../../../core/supplied.js';
import { clashOf, standsAlone } from '../../../directory/agreement-clash.js';
import type { Agreement, Credential } from '../../../directory/directory.js';
import type { AuditEntry } from '../../audit.js';
import { insertInto } from '../../sql/insert-into.js';
import { query } from '../../sql/query.js';
import { all, audit, first, run, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';
import { addCredentials } from './credentials.js';
import { type AgreementRow, agreementOf, rowOfAgreement } from './directory-rows.js';

interface OfAgreement {
  readonly id: string;
}

const COLUMNS = [
  ...['id', 'school', 'party', 'exchanges', 'profile', 'purpose', 'valid_from', 'valid_until', 'ended_at'],
  ...['infourl', 'fields', 'scopes'],
];

const ADD = query<never, AgreementRow>(() => insertInto('agreements', COLUMNS));
const FIND = query<AgreementRow, OfAgreement>(() => 'SELECT * FROM agreements WHERE id = @id');
const OPEN = query<AgreementRow, Pick<Agreement, 'school' | 'party'>>(
  () => 'SELECT * FROM agreements WHERE school = @school AND party = @party AND ended_at IS NULL',
);
const END = query<never, OfAgreement & { readonly at: string }>(() => 'UPDATE agreements SET ended_at = @at WHERE id = @id');
const SHORTEN = query<never, OfAgreement & { readonly until: string }>(() => 'UPDATE agreements SET valid_until = @until WHERE id = @id');

/** `credential`: a key that comes with them. */
export function* addAgreements(agreements: readonly Agreement[], credential: Credential | undefined, actor: string): Script<void> {
  for (const agreement of agreements) yield* insert(agreement);
  for (const agreement of agreements) yield* audit(addedEntry(agreement, actor));
  if (credential) yield* addCredentials([credential], actor);
}

/** One that has yet to begin when its successor does is ended; any other gets its end. */
export function* replaceAgreement(id: string, fresh: Agreement, at: string, actor: string): Script<void> {
  const row = yield* first(FIND, { id });
  if (row === undefined) throw new StoreError('unknown', 'agreements: there is none with this id');
  const { school, party, from, until, endedAt } = agreementOf(row);
  if (endedAt !== undefined || (until !== undefined && until <= fresh.from))
    throw new StoreError('conflict', `agreement ${id} is over by ${fresh.from}: nothing is left to replace`);
  if (fresh.from <= from) yield* run(END, { id, at });
  else yield* run(SHORTEN, { id, until: fresh.from });
  yield* insert(fresh);
  yield* audit(auditEntry(actor, 'agreement.replace', { school, agreement: id, subject: party }));
  yield* audit(addedEntry(fresh, actor));
}

function* insert(agreement: Agreement): Script<void> {
  yield* refuseSecond(agreement);
  yield* run(ADD, rowOfAgreement(agreement));
}

function* refuseSecond(agreement: Agreement): Script<void> {
  const { id, school, party, exchanges } = agreement;
  if (!standsAlone(exchanges)) return;
  for (const row of yield* all(OPEN, { school, party })) {
    // The key of the table tells that.
    if (row.id === id) continue;
    const [kind] = clashOf(agreement, agreementOf(row));
    if (kind !== undefined) throw new StoreError('conflict', `agreement ${row.id} of ${party} and school ${school} covers ${kind}`);
  }
}

function addedEntry({ id, school, party, fields }: Agreement, actor: string): AuditEntry {
  return auditEntry(actor, 'agreement.add', { school, agreement: id, subject: party, ...supplied({ fields }) });
}
