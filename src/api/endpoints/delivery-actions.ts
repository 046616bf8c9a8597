import { supplied } from '../../core/supplied.js';
import type { PauseScope } from '../../store/outbox-store.js';
import { invalidParameter } from '../http/as-problem.js';
import { type ActingCall, type Answer, type Endpoint, endpoint } from '../http/endpoint.js';
import type { Actions } from '../reads/stores.js';
import { CHANGE_EXAMPLE, PAUSE_EXAMPLE, RESUME_EXAMPLE } from '../shapes/delivery-examples.js';
import { DELIVERY_FILTER, filterOf, TARGET } from '../shapes/parameters/delivery-parameters.js';
import { code, flag, type NeededParameter, oneOf } from '../shapes/parameters/parameter.js';
import { LIST } from '../shapes/parameters/parameters.js';
import { setPaused } from './pause-deliveries.js';
import { targetFor } from './target-endpoints.js';

const ACTIONS = ['cancel', 'redrive', 'hold', 'release'] as const;

const ACTION: NeededParameter<(typeof ACTIONS)[number]> = {
  ...oneOf(
    '`cancel`: never deliver. `redrive`: deliver what is dead or cancelled once more, as a new delivery. `hold`: wait. `release`: end a hold.',
    ACTIONS,
  ),
  needed: true,
};

const ALL = flag('True: all deliveries that the token may see. Required when there is no other filter.');

const CHANGE = {
  action: ACTION,
  ...DELIVERY_FILTER,
  delivery: code('Only this delivery: its `id`.', '1042', 64),
  all: ALL,
  dryRun: flag('True: report what would be done, without doing it.'),
  force: flag('With `redrive`: include delivered ones. The receiver gets them twice.'),
};

const SCOPE = {
  target: { ...TARGET, description: 'The target. Default: all targets.' },
  school: { ...LIST.school, description: 'The school. Default: all schools, or the school of the token.' },
  all: ALL,
};

export const DELIVERY_ACTIONS: readonly Endpoint[] = [
  endpoint({
    path: '/deliveries/actions',
    method: 'post',
    operation: 'changeDeliveries',
    summary: 'Cancel, redrive, hold or release deliveries',
    description:
      'Changes all deliveries that match the filter in one operation. Deliveries that cannot be changed are counted in `skipped`. A delivery that is redriven stays, with its history.',
    scopes: ['deliveries:change'],
    across: true,
    parameters: CHANGE,
    body: { action: 'redrive', target: 'las', state: 'dead', dryRun: true },
    answer: { schema: 'DeliveryChange', description: 'The changes made.', example: CHANGE_EXAMPLE },
    handle: change,
  }),
  endpoint({
    path: '/deliveries/pause',
    method: 'post',
    operation: 'pauseDeliveries',
    summary: 'Pause deliveries',
    description:
      'Stops deliveries to a target, of a school, or of a school to a target. New results wait. An existing pause is left unchanged.',
    scopes: ['deliveries:change'],
    across: true,
    parameters: SCOPE,
    body: { target: 'las' },
    answer: { schema: 'DeliveryPause', description: 'The pause.', example: PAUSE_EXAMPLE },
    handle: (call) => pause(call, true),
  }),
  endpoint({
    path: '/deliveries/resume',
    method: 'post',
    operation: 'resumeDeliveries',
    summary: 'Resume deliveries',
    description:
      'Ends the pause with the same target and school. For a target as a whole, also ends a hold, so that it is tried again. Nothing changes where nothing was paused or held.',
    scopes: ['deliveries:change'],
    across: true,
    parameters: SCOPE,
    body: { target: 'las' },
    answer: { schema: 'DeliveryPause', description: 'What was resumed.', example: RESUME_EXAMPLE },
    handle: (call) => pause(call, false),
  }),
];

async function change({ actions, school, query, now }: ActingCall<typeof CHANGE>): Promise<Answer | undefined> {
  const { action, all, dryRun, force, delivery, ...which } = query;
  if (force && action !== 'redrive') throw invalidParameter('force', 'goes with redrive only');
  const filter = { ...filterOf(which, ''), ...supplied({ delivery }) };
  if (Object.keys(filter).length === 0 && query.school === undefined) demandAll(all);
  if (!(await isTheirs(actions, school, filter.target))) return undefined;
  const within = school === '' ? filter : { ...filter, school };
  const changed = await actions.changeDeliveries(action, within, { at: now.toISOString(), force, dryRun });
  return { body: { action, dryRun, ...changed } };
}

/** Gives undefined for a target that is not there, or is not for this token: the same to whoever asks. */
async function pause({ actions, school, query, now }: ActingCall<typeof SCOPE>, paused: boolean): Promise<Answer | undefined> {
  const { target } = query;
  const scope: PauseScope = { ...supplied({ target }), ...(school === '' ? {} : { school }) };
  if (target === undefined && query.school === undefined) demandAll(query.all);
  if (!(await isTheirs(actions, school, target))) return undefined;
  return { body: await setPaused(actions, scope, paused, now) };
}

/** So that what is left out by accident does not stand for everything. */
function demandAll(all: boolean): void {
  if (!all) throw invalidParameter('all', 'must be true when nothing else says which deliveries');
}

async function isTheirs(actions: Pick<Actions, 'directory'>, school: string, target: string | undefined): Promise<boolean> {
  return target === undefined || targetFor(await actions.directory(), school, target) !== undefined;
}
