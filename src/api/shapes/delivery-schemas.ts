import { TARGET_KINDS } from '../../directory/directory.js';
import { ATTEMPT_OUTCOMES, DELIVERY_KINDS, DELIVERY_STATES } from '../../store/outbox-store.js';
import { DELIVERY_REASONS, HOLD_WORDS, SKIPPED_WORDS, STATE_WORDS } from './delivery-words.js';
import { listSchema, pageSchema } from './list-schema.js';
import type { JsonSchema } from './parameters/parameter.js';

const TEXT = { type: 'string' };
const INSTANT = { type: 'string', format: 'date-time' };
const FLAG = { type: 'boolean' };
const NUMBER = { type: 'integer', minimum: 0 };

const TARGET: JsonSchema = {
  type: 'object',
  description: 'A delivery target, without its connection settings.',
  properties: {
    id: TEXT,
    party: { ...TEXT, description: 'Klantcode of the receiver.' },
    kind: { enum: TARGET_KINDS },
    createdAt: INSTANT,
    endedAt: { ...INSTANT, description: 'When the target ended. Absent: not ended.' },
  },
  required: ['id', 'party', 'kind', 'createdAt'],
  additionalProperties: false,
};

const LOSS = {
  type: 'object',
  description: 'A field that could not be sent to the receiver. Never its value.',
  properties: { path: TEXT, reason: TEXT },
  required: ['path', 'reason'],
  additionalProperties: false,
};

const states = DELIVERY_STATES.map((state) => `\`${state}\`: ${STATE_WORDS[state]}`).join('; ');

const DELIVERY: JsonSchema = {
  type: 'object',
  description: 'The delivery of one revision of a result, or of its withdrawal, to one target.',
  properties: {
    id: TEXT,
    target: TEXT,
    school: TEXT,
    kind: { enum: DELIVERY_KINDS },
    state: { enum: DELIVERY_STATES, description: `${states}.` },
    reason: { enum: DELIVERY_REASONS, description: 'Reason for being held, dead or cancelled.' },
    result: { ...TEXT, description: 'Id of the result for this client. Absent: the token may not read it, or it was deleted.' },
    revision: { type: 'integer', minimum: 1 },
    exchange: { ...TEXT, description: 'The message that contained the result. Absent: its record was deleted.' },
    queuedAt: INSTANT,
    settledAt: { ...INSTANT, description: 'When it was delivered, dead or cancelled.' },
    dueAt: { ...INSTANT, description: 'Time of the next attempt, if known.' },
    attempts: NUMBER,
    redrives: { ...TEXT, description: 'The delivery that this one repeats.' },
    losses: { type: 'array', items: LOSS },
  },
  required: ['id', 'target', 'school', 'kind', 'state', 'queuedAt', 'attempts', 'losses'],
  additionalProperties: false,
};

const ATTEMPT = {
  type: 'object',
  description: 'One attempt to send a message with this delivery. Of the response, only the status and a known code are recorded.',
  properties: {
    batch: { ...TEXT, description: 'Id of the message; the same at every attempt.' },
    number: { type: 'integer', minimum: 1, description: 'Attempt number.' },
    size: { type: 'integer', minimum: 1, description: 'Number of deliveries in the message.' },
    startedAt: INSTANT,
    endedAt: { ...INSTANT, description: 'Absent: the attempt is in progress.' },
    outcome: { enum: ATTEMPT_OUTCOMES },
    status: { type: 'integer', description: 'Of HTTP.' },
    code: { ...TEXT, description: 'Code of the fault, or of an error of this gateway.' },
    words: TEXT,
  },
  required: ['batch', 'number', 'size', 'startedAt'],
  additionalProperties: false,
};

const DETAIL: JsonSchema = {
  ...DELIVERY,
  properties: {
    ...(DELIVERY['properties'] as JsonSchema),
    attemptList: { type: 'array', items: ATTEMPT },
    redrivenBy: { type: 'array', items: TEXT, description: 'Deliveries that repeat this one.' },
  },
  required: [...(DELIVERY['required'] as readonly string[]), 'attemptList', 'redrivenBy'],
};

const STATUS: JsonSchema = {
  type: 'object',
  description: 'Status of one target, for all schools or for one.',
  properties: {
    target: TEXT,
    kind: { enum: TARGET_KINDS },
    party: TEXT,
    endedAt: INSTANT,
    counts: {
      type: 'object',
      description: 'Deliveries by state.',
      properties: Object.fromEntries(DELIVERY_STATES.map((state) => [state, NUMBER])),
      required: DELIVERY_STATES,
      additionalProperties: false,
    },
    oldestWaiting: { ...INSTANT, description: 'When the oldest pending delivery was queued.' },
    lastDelivered: INSTANT,
    failures: { ...NUMBER, description: 'Consecutive attempts without a response.' },
    openUntil: { ...INSTANT, description: 'End of the waiting time after too many such attempts.' },
    held: {
      type: 'object',
      description: 'The target is held until an operator corrects a problem.',
      properties: { reason: { enum: Object.keys(HOLD_WORDS) }, since: INSTANT },
      required: ['reason', 'since'],
      additionalProperties: false,
    },
    pauses: {
      type: 'array',
      description: 'Without `school`: the whole target.',
      items: {
        type: 'object',
        properties: { school: TEXT, everywhere: { ...FLAG, description: 'True: every target is paused.' }, since: INSTANT },
        required: ['since'],
        additionalProperties: false,
      },
    },
  },
  required: ['target', 'kind', 'party', 'counts', 'failures', 'pauses'],
  additionalProperties: false,
};

const CHANGE: JsonSchema = {
  type: 'object',
  description: 'Changes made to deliveries, or that a dry run would make.',
  properties: {
    action: { enum: ['cancel', 'redrive', 'hold', 'release'] },
    dryRun: FLAG,
    changed: NUMBER,
    skipped: {
      type: 'object',
      description: 'Number of deliveries left unchanged, by reason.',
      properties: Object.fromEntries(Object.entries(SKIPPED_WORDS).map(([why, words]) => [why, { ...NUMBER, description: words }])),
      additionalProperties: false,
    },
    byTarget: { type: 'object', description: 'Number of changed deliveries, by target.', additionalProperties: NUMBER },
  },
  required: ['action', 'dryRun', 'changed', 'skipped', 'byTarget'],
  additionalProperties: false,
};

const PAUSE: JsonSchema = {
  type: 'object',
  description: 'Whether deliveries to a target, of a school, or of both run; without either: all deliveries.',
  properties: {
    target: TEXT,
    school: TEXT,
    paused: FLAG,
    changed: { ...FLAG, description: 'False: this was already the state.' },
    released: { ...FLAG, description: 'Whether a hold of the target was ended.' },
    retried: { ...FLAG, description: 'Whether waiting attempts are made at once.' },
  },
  required: ['paused', 'changed'],
  additionalProperties: false,
};

/** Schemas of targets and deliveries, by name. */
export const DELIVERY_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Target: TARGET,
  TargetList: listSchema('Target'),
  Delivery: DELIVERY,
  DeliveryList: pageSchema('Delivery'),
  DeliveryDetail: DETAIL,
  TargetStatus: STATUS,
  TargetStatusList: listSchema('TargetStatus'),
  DeliveryChange: CHANGE,
  DeliveryPause: PAUSE,
};
