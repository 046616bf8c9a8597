import { addAnnotation } from '../../../src/admin/teaching/add-annotation.js';
import type { RestServer } from './rest-server.js';
import { keyOf } from './roster-data.js';
import { namesOf } from './seen.js';

/** Hele uren aflezen: RW.1.067. */
export const WHOLE_HOURS = 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808';

/** RW.2.084. */
export const HALF_HOURS = 'https://opendata.slo.nl/curriculum/uuid/9a3a8aaf-5245-48bc-bda4-966dd73edcba';

/** Keeps a note of a teacher about a learner, both by their keys in the administration. Gives the id that the client knows it by. */
export async function annotationSeen(
  rest: Pick<RestServer, 'store' | 'keyring'>,
  of: { readonly school: string; readonly client: string; readonly author: string; readonly learner: string; readonly goal?: string },
): Promise<string> {
  const { school, client } = of;
  const key = await keyOf(rest, school);
  const { annotations, sets } = rest.store.goals;
  const note = {
    ...{ school, goal: of.goal ?? WHOLE_HOURS, kind: 'relevant' as const },
    author: key.alias('leerkracht', of.author),
    about: { learner: key.alias('leerlingid', of.learner) },
  };
  const added = await addAnnotation({ annotations, sets }, key, note, '2026-09-20T08:00:00.000Z');
  if (added.kind !== 'stored') throw new Error(`the annotation is not stored: ${added.kind}`);
  return (await namesOf(rest, school, client)).tellResults([added.annotation.id])[0] as string;
}
