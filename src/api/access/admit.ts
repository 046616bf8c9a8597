import type { Request } from 'express';
import { type Access, type Grant, grantOf } from '../../directory/access/grant.js';
import { isPaused } from '../../directory/authorise.js';
import type { Directory } from '../../directory/directory.js';
import { schoolPaused } from '../http/as-problem.js';
import type { Endpoint } from '../http/endpoint.js';
import { Problem } from '../http/problem.js';
import type { Resources } from '../http/resources.js';
import { authenticate, demand } from './authenticate.js';
import { pass } from './rest-limits.js';

/** Who asks, and what may be done at one moment. */
export interface Admitted {
  readonly directory: Directory;
  readonly access: Access;
  readonly grant: Grant;
}

/** The token, and whether it opens this path at `at` (ISO instant). Throws the problem that it does not. */
export async function admit(
  endpoint: Endpoint,
  request: Request,
  { stores, keyring, limits, uses }: Resources,
  at: string,
): Promise<Admitted> {
  const directory = await stores.directory();
  const access = await authenticate(request.headers.authorization, directory, keyring, at);
  if (access.id !== undefined) uses?.used('token', access.id);
  pass(limits.proved(request, access.client));
  return opened(endpoint, directory, access, at);
}

/** The same by another directory, for a request that was admitted and counted before. */
export async function readmit(
  endpoint: Endpoint,
  { headers }: Request,
  { keyring }: Pick<Resources, 'keyring'>,
  directory: Directory,
  at: string,
): Promise<Admitted> {
  return opened(endpoint, directory, await authenticate(headers.authorization, directory, keyring, at), at);
}

function opened({ scopes, also = [] }: Endpoint, directory: Directory, access: Access, at: string): Admitted {
  const grant = grantOf(directory, access, at);
  demand(grant, scopes);
  for (const scope of also) demand(grant, [scope]);
  return { directory, access, grant };
}

/** Throws the problem that nothing of this school moves for a client. Roles are of the gateway and the school themselves. */
export function checkOpen({ role }: Access, school: string, directory: Directory): void {
  if (role !== undefined) return;
  if (directory.schools.get(school)?.keyDestroyedAt !== undefined) throw new Problem('key-destroyed');
  if (isPaused(directory, school)) throw schoolPaused();
}
