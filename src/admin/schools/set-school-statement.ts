import type { PrivacyStatement, School } from '../../directory/directory.js';
import type { Office } from '../office.js';
import { unfit } from '../refusal.js';
import { knownSchool } from './known-school.js';

export const STATEMENT_FIELDS = [
  'controller',
  'contact',
  'fg',
  'legalGround',
  'transfers',
  'security',
] as const satisfies readonly (keyof PrivacyStatement)[];
export type StatementField = (typeof STATEMENT_FIELDS)[number];

/**
 * Changes what a school says about its processing: what is absent stays, and what `clear` names is taken away. The register and the page for
 * parents show it from then on. Throws `Refusal`.
 */
export async function setSchoolStatement(
  { store }: Office,
  id: string,
  given: PrivacyStatement,
  clear: readonly StatementField[] = [],
): Promise<School> {
  const { statement = {} } = knownSchool(await store.directory(), id);
  if (Object.keys(given).length === 0 && clear.length === 0) throw unfit('give at least one setting to change');
  const both = clear.filter((name) => given[name] !== undefined);
  if (both.length > 0) throw unfit(`${both.join(', ')} cannot be both given and cleared`);
  const missing = clear.filter((name) => statement[name] === undefined);
  if (missing.length > 0) throw unfit(`--clear: there is no ${missing.join(', ')} to take away`);
  const gone = new Set<string>(clear);
  const after = { ...Object.fromEntries(Object.entries(statement).filter(([name]) => !gone.has(name))), ...given };
  await store.setSchoolStatement(id, Object.keys(after).length === 0 ? undefined : after);
  return knownSchool(await store.directory(), id);
}
