import { SchoolKeys } from '../../../src/store/school-keys.js';
import { delivery, resultRow, SCHOOL, slice } from '../../store/support/records.js';
import type { RestServer } from './rest-server.js';
import { uuid } from './school-data.js';

export const DETAIL_URL = 'https://uitslag.voorbeeld/afname/7';

/** Stores a result with a link of its source. */
export async function plantDetailUrl(
  { store }: RestServer,
  name: string,
  { school = SCHOOL, learner = `learner of ${name}` } = {},
): Promise<void> {
  const row = resultRow(uuid(name), { school, learner });
  const result = { ...row.result, detailUrl: DETAIL_URL };
  await store.commit(delivery(uuid(`message of ${name}`), { school, slices: [slice([{ ...row, result }])] }));
}

/** The last part of the link that a client gets for it. */
export async function linkOf({ store, keyring }: RestServer, name: string, school = SCHOOL, client = 'dashboard'): Promise<string> {
  return (await new SchoolKeys(store, keyring).of(school)).detailLinks.seal(uuid(name), client, 1);
}
