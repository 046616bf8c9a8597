import type { PrivacyStatement, School } from '../../../directory/directory.js';
import { query } from '../../sql/query.js';
import { audit, first, run, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';
import { jsonOrNull } from './directory-rows.js';

/** What a school can be, and since when that is kept in which column. */
const STATES = {
  paused: { column: 'paused_at', begins: 'school.pause', ends: 'school.resume' },
  held: { column: 'held_since', begins: 'school.hold', ends: 'school.release' },
} as const;

export type SchoolState = keyof typeof STATES;

interface OfSchool {
  readonly id: string;
}

const ADD = query<never, Pick<School, 'id' | 'name' | 'createdAt'>>(
  () => 'INSERT INTO schools (id, name, created_at) VALUES (@id, @name, @createdAt)',
);
const RENAME = query<never, OfSchool & { readonly name: string }>(() => 'UPDATE schools SET name = @name WHERE id = @id');
const SET_STATEMENT = query<never, OfSchool & { readonly statement: string | null }>(
  () => 'UPDATE schools SET statement = @statement WHERE id = @id',
);
const SET_STATE = { paused: setState('paused'), held: setState('held') };
const IS_DESTROYED = query<{ readonly found: number }, OfSchool>(
  () => 'SELECT 1 AS found FROM schools WHERE id = @id AND key_destroyed_at IS NOT NULL',
);

function setState(state: SchoolState) {
  const { column } = STATES[state];
  return query<never, OfSchool & { readonly since: string | null }>(
    () => `
      UPDATE schools SET ${column} = CASE WHEN CAST(@since AS TEXT) IS NULL THEN NULL ELSE coalesce(${column}, CAST(@since AS TEXT)) END
      WHERE id = @id`,
  );
}

export function* addSchool(school: School, actor: string): Script<void> {
  yield* run(ADD, school);
  yield* audit(auditEntry(actor, 'school.add', { school: school.id }));
}

export function* renameSchool(id: string, name: string, actor: string): Script<void> {
  known(yield* run(RENAME, { id, name }));
  yield* audit(auditEntry(actor, 'school.set', { school: id }));
}

/** Since when a school is paused, or held; `at` undefined: no longer. What is so already stays so since when it is. */
export function* setSchool(state: SchoolState, id: string, at: string | undefined, actor: string): Script<void> {
  // Without its key a school cannot go on.
  if (state === 'paused' && at === undefined && (yield* first(IS_DESTROYED, { id })) !== undefined)
    throw new StoreError('destroyed', `the key of school ${id} was destroyed`);
  known(yield* run(SET_STATE[state], { id, since: at ?? null }));
  const { begins, ends } = STATES[state];
  yield* audit(auditEntry(actor, at === undefined ? ends : begins, { school: id }));
}

export function* setStatement(id: string, statement: PrivacyStatement | undefined, actor: string): Script<void> {
  known(yield* run(SET_STATEMENT, { id, statement: jsonOrNull(statement) }));
  yield* audit(auditEntry(actor, 'school.statement', { school: id }));
}

function known(changes: number): void {
  if (changes === 0) throw new StoreError('unknown', 'schools: there is none with this id');
}
