import type { PauseScope } from '../store/outbox-store.js';
import { invalidParameter } from './as-problem.js';
import { CHANGE_EXAMPLE, PAUSE_EXAMPLE, RESUME_EXAMPLE } from './delivery-examples.js';
import { DELIVERY_FILTER, filterOf, TARGET } from './delivery-parameters.js';
import { type ActingCall, type Answer, type Endpoint, endpoint } from './endpoint.js';
import { code, flag, type NeededParameter, oneOf } from './parameter.js';
import { LIST } from './parameters.js';
import { setPaused } from './pause-deliveries.js';
import type { Actions } from './stores.js';
import { targetFor } from './target-endpoints.js';

const ACTIONS = ['cancel', 'redrive', 'hold', 'release'] as const;

const ACTION: NeededParameter<(typeof ACTIONS)[number]> = {
  ...oneOf(
    '`cancel`: they never go. `redrive`: what is dead or cancelled goes once more, as a new delivery. `hold`, `release`: they wait, or go on.',
    ACTIONS,
  ),
  needed: true,
};

const ALL = flag('True: all that the token may see. It has to be said when nothing else says which.');

const CHANGE = {
  action: ACTION,
  ...DELIVERY_FILTER,
  delivery: code('Only this one: the `id` of a delivery.', '1042', 64),
  all: ALL,
  dryRun: flag('True: says what would be done, and does nothing.'),
  force: flag('With `redrive`: also those that were delivered. The receiver gets them twice.'),
};

const SCOPE = {
  target: { ...TARGET, description: 'The target; without it every one.' },
  school: { ...LIST.school, description: 'The school; without it every one, or that of the token.' },
  all: ALL,
};

export const DELIVERY_ACTIONS: readonly Endpoint[] = [
  endpoint({
    path: '/deliveries/actions',
    method: 'post',
    operation: 'changeDeliveries',
    summary: 'Cancel, redrive, hold or release deliveries',
    description:
      'All that fit what is given, in one go. What cannot be changed stays as it is, and is counted in `skipped`. A delivery that is redriven stays, with its history.',
    scopes: ['deliveries:change'],
    across: true,
    parameters: CHANGE,
    body: { action: 'redrive', target: 'las', state: 'dead', dryRun: true },
    answer: { schema: 'DeliveryChange', description: 'What was done.', example: CHANGE_EXAMPLE },
    handle: change,
  }),
  endpoint({
    path: '/deliveries/pause',
    method: 'post',
    operation: 'pauseDeliveries',
    summary: 'Let nothing go on',
    description:
      'From now on nothing goes to a target, of a school, or of a school to a target. What comes in waits. A pause that was there already stays as it is.',
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
    summary: 'Let it go on',
    description:
      'The end of just such a pause. For a target as a whole also the end of a hold: it is tried again. Where nothing was paused or held nothing changes.',
    scopes: ['deliveries:change'],
    across: true,
    parameters: SCOPE,
    body: { target: 'las' },
    answer: { schema: 'DeliveryPause', description: 'What goes on.', example: RESUME_EXAMPLE },
    handle: (call) => pause(call, false),
  }),
];

async function change({ actions, school, query, now }: ActingCall<typeof CHANGE>): Promise<Answer | undefined> {
  const { action, all, dryRun, force, delivery, ...which } = query;
  if (force && action !== 'redrive') throw invalidParameter('force', 'goes with redrive only');
  const filter = { ...filterOf(which, ''), ...(delivery === undefined ? {} : { delivery }) };
  if (Object.keys(filter).length === 0 && query.school === undefined) demandAll(all);
  if (!(await isTheirs(actions, school, filter.target))) return undefined;
  const within = school === '' ? filter : { ...filter, school };
  const changed = await actions.changeDeliveries(action, within, { at: now.toISOString(), force, dryRun });
  return { body: { action, dryRun, ...changed } };
}

/** Gives undefined for a target that is not there, or is not for this token: the same to whoever asks. */
async function pause({ actions, school, query, now }: ActingCall<typeof SCOPE>, paused: boolean): Promise<Answer | undefined> {
  const { target } = query;
  const scope: PauseScope = { ...(target === undefined ? {} : { target }), ...(school === '' ? {} : { school }) };
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
