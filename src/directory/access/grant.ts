import { agreementsOf } from '../authorise.js';
import type { Agreement, Directory, Token } from '../directory.js';
import { type Role, roleOf } from './roles.js';
import { isScope } from './scopes.js';

/** Who asks, by what was shown: the part of a token that says what it is for. */
export type Access = Pick<Token, 'client' | 'school' | 'role' | 'teacher' | 'scopes'> & Partial<Pick<Token, 'id'>>;

/** What may be done with a token at one moment. */
export interface Grant {
  /** What the token itself says, or its role. */
  readonly held: readonly string[];
  /** As much of that as may be done now. */
  readonly scopes: readonly string[];
  /** Those in force of a client with its school; none for a role. */
  readonly agreements: readonly Agreement[];
}

/** A role holds by itself. A client may do what its token and an agreement in force both say, at `at` (ISO instant). */
export function grantOf(directory: Directory, access: Access, at: string): Grant {
  if (access.role !== undefined) {
    const role = roleOf(access.role);
    const held = role === undefined || lacks(role, access) ? [] : role.permissions;
    return { held, scopes: held, agreements: [] };
  }
  const agreements = access.school === undefined ? [] : clientAgreements(directory, access.client, at, access.school);
  const agreed = new Set(agreements.flatMap(({ scopes = [] }) => scopes));
  const held = access.scopes.filter(isScope);
  return { held, scopes: held.filter((scope) => agreed.has(scope)), agreements };
}

/** Whether a token is not bound to what its role must be bound to. */
function lacks(role: Role, { school, teacher }: Access): boolean {
  return (role.bound && school === undefined) || (role.teacher === 'needed' && teacher === undefined);
}

/** Whether a token opens only what its teacher may see. */
export function isOfOwnGroups({ role }: Access): boolean {
  return role !== undefined && roleOf(role)?.teacher === 'needed';
}

/** The agreements under which a client may read over REST at an ISO instant, of one school or of all, in the order in which they were made. */
export function clientAgreements(directory: Directory, client: string, at: string, school?: string): readonly Agreement[] {
  return agreementsOf(directory, { school, party: client }, 'rest', at);
}

/** The agreement that opens a path which asks for any of these scopes, as a part of a call. */
export function agreementOf({ agreements }: Grant, anyOf: readonly string[]): { readonly agreement?: string } {
  const opens = agreements.find(({ scopes = [] }) => anyOf.some((scope) => scopes.includes(scope)));
  return opens === undefined ? {} : { agreement: opens.id };
}
