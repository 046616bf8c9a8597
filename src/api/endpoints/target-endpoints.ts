import { agreementsBetween } from '../../directory/authorise.js';
import type { Directory, Target } from '../../directory/directory.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { TARGET_EXAMPLE } from '../shapes/delivery-examples.js';
import { LIST } from '../shapes/parameters/parameters.js';
import { shownTarget } from '../shapes/target-view.js';
import { directoryState } from './directory-state.js';

export const TARGET_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/targets',
    operation: 'listTargets',
    summary: 'Delivery targets',
    description:
      'Every target, including those that have ended. With `school`: only targets of parties that have or had an agreement with it for results.',
    scopes: ['deliveries:read'],
    across: true,
    parameters: { school: LIST.school },
    answer: { schema: 'TargetList', description: 'The targets.', example: { items: [TARGET_EXAMPLE] } },
    state: directoryState,
    handle: async ({ reads, school }) => ({ body: { items: targetsFor(await reads.directory(), school).map(shownTarget) } }),
  }),
];

/** The targets that whoever may see this school may know of. Without a school: all of them. */
export function targetsFor(directory: Directory, school: string): readonly Target[] {
  const ever = agreementsBetween(directory, { school }).filter(({ exchanges }) => exchanges.includes('leerresultaten'));
  const agreed = new Set(ever.map(({ party }) => party));
  return [...directory.targets.values()].filter(({ party }) => school === '' || agreed.has(party));
}

/** Undefined when there is none, or it is not for this token: the same to whoever asks. */
export function targetFor(directory: Directory, school: string, id: string): Target | undefined {
  return targetsFor(directory, school).find((target) => target.id === id);
}
