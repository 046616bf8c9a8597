/**
 * What a token may do. Each path of the REST side asks for one of these; what names a person, for an `identities` one as well.
 */
export const SCOPES = [
  'results:read',
  'assessments:read',
  'exchanges:read',
  'learners:read',
  'groups:read',
  'teachers:read',
  'learners:identities',
  'teachers:identities',
  'audit:read',
  'goals:read',
  'signals:read',
  'annotations:read',
  'annotations:write',
  'results:write',
  'signals:write',
] as const;
export type Scope = (typeof SCOPES)[number];

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}

/** What only a source of results does: never somebody in a role. */
const OF_SOURCES: readonly Scope[] = ['results:write', 'signals:write'];
export const READING_SCOPES: readonly Scope[] = SCOPES.filter((scope) => !OF_SOURCES.includes(scope));
