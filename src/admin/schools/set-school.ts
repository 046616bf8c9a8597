import type { School } from '../../directory/directory.js';
import type { Office } from '../office.js';
import { unfit } from '../refusal.js';
import { knownSchool } from './known-school.js';

/** What can change of a school; its id is part of everything that is stored of it. */
export interface SchoolSettings {
  readonly name?: string;
}

/** Throws `Refusal` when there is no such school, or nothing to change. */
export async function setSchool({ store }: Pick<Office, 'store'>, id: string, { name }: SchoolSettings): Promise<School> {
  knownSchool(await store.directory(), id);
  if (name === undefined) throw unfit('give at least one setting to change');
  await store.renameSchool(id, name);
  return knownSchool(await store.directory(), id);
}
