import { supplied } from '../../../core/supplied.js';
import type { ClientKey, Credential, Token } from '../../../directory/directory.js';
import { insertInto } from '../../sql/insert-into.js';
import { query } from '../../sql/query.js';
import { audit, run, runMany, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';
import { type ClientKeyRow, type CredentialRow, rowOfClientKey, rowOfCredential, rowOfToken, type TokenRow } from './directory-rows.js';

const ADD = query<never, Omit<CredentialRow, 'schools'>>(() =>
  insertInto('credentials', ['id', 'party', 'hash', 'valid_from', 'valid_until', 'sealed', 'revoked_at']),
);
const ADD_SCHOOL = query<never, { readonly credential: string; readonly school: string }>(() =>
  insertInto('credential_schools', ['credential', 'school']),
);
const SHORTEN = query<never, { readonly id: string; readonly until: string }>(
  () => 'UPDATE credentials SET valid_until = CASE WHEN valid_until < @until THEN valid_until ELSE @until END WHERE id = @id',
);
const ADD_TOKEN = query<never, TokenRow>(() =>
  insertInto('tokens', ['id', 'client', 'hash', 'school', 'role', 'teacher', 'scopes', 'created_at', 'valid_until', 'revoked_at']),
);
const ADD_CLIENT_KEY = query<never, ClientKeyRow>(() =>
  insertInto('client_keys', ['id', 'party', 'kind', 'value', 'valid_from', 'valid_until', 'revoked_at']),
);

/** Adds keys, with an entry for each. */
export function* addCredentials(fresh: readonly Credential[], actor: string): Script<void> {
  for (const credential of fresh) yield* run(ADD, rowOfCredential(credential));
  const schools = fresh.flatMap((credential) => credential.schools.map((school) => ({ credential: credential.id, school })));
  yield* runMany(ADD_SCHOOL, schools);
  for (const credential of fresh)
    yield* audit(auditEntry(actor, 'credential.add', { subject: credential.id, counts: { schools: credential.schools.length } }));
}

/** Adds keys, and gives those of `old` an end, unless they have one that is sooner. */
export function* replaceCredentials(fresh: readonly Credential[], old: readonly string[], until: string, actor: string): Script<void> {
  yield* addCredentials(fresh, actor);
  for (const id of old) {
    if ((yield* run(SHORTEN, { id, until })) === 0) throw new StoreError('unknown', 'credentials: there is none with this id');
    yield* audit(auditEntry(actor, 'credential.replace', { subject: id }));
  }
}

export function* addToken(token: Token, actor: string): Script<void> {
  yield* run(ADD_TOKEN, rowOfToken(token));
  yield* audit(auditEntry(actor, 'token.add', { subject: token.id, ...supplied({ school: token.school }) }));
}

export function* addClientKey(key: ClientKey, actor: string): Script<void> {
  yield* run(ADD_CLIENT_KEY, rowOfClientKey(key));
  yield* audit(auditEntry(actor, 'client-key.add', { subject: key.id }));
}
