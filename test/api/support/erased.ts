import { eraseLearner } from '../../../src/rights/erase-learner.js';
import { findLearner } from '../../../src/rights/find-learner.js';
import { SCHOOL } from '../../store/support/records.js';
import type { RestServer } from './rest-server.js';
import { keyOf } from './roster-data.js';
import { deliver } from './school-data.js';
import { namesOf } from './seen.js';

/** Learners of results with these pseudonyms, of whom the client was told, are erased. */
export async function eraseTold(rest: RestServer, ...aliases: readonly string[]): Promise<void> {
  const { store } = rest;
  for (const alias of aliases) {
    await deliver(store, { [`result of ${alias}`]: '7' }, { learner: alias });
    const names = await namesOf(rest);
    names.tell('learner', alias);
    await names.keep();
    const schoolKey = await keyOf(rest);
    const found = await findLearner(store, SCHOOL, schoolKey, { by: 'alias', alias });
    if (found.kind !== 'found') throw new Error('nobody was found');
    const now = new Date('2026-09-30T08:00:00Z');
    await eraseLearner({ store, school: SCHOOL, schoolKey, person: found.person, now, dryRun: false });
  }
}
