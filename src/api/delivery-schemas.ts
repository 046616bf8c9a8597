import { TARGET_KINDS } from '../store/directory.js';
import { DELIVERY_STATES } from '../store/outbox-store.js';
import { DELIVERY_REASONS, HOLD_WORDS, SKIPPED_WORDS, STATE_WORDS } from './delivery-words.js';
import { listSchema, pageSchema } from './list-schema.js';
import type { JsonSchema } from './parameter.js';

const TEXT = { type: 'string' };
const INSTANT = { type: 'string', format: 'date-time' };
const FLAG = { type: 'boolean' };
const NUMBER = { type: 'integer', minimum: 0 };
const OUTCOMES = ['answered', 'connection', 'timeout', 'busy', 'server', 'content', 'authorisation', 'configuration', 'interrupted'];

const TARGET: JsonSchema = {
  type: 'object',
  description: 'Where results go on to. Nothing of how.',
  properties: {
    id: TEXT,
    party: { ...TEXT, description: 'Klantcode of the receiver.' },
    kind: { enum: TARGET_KINDS },
    createdAt: INSTANT,
    endedAt: { ...INSTANT, description: 'Since when nothing goes there any more. Absent: it does.' },
  },
  required: ['id', 'party', 'kind', 'createdAt'],
  additionalProperties: false,
};

const LOSS = {
  type: 'object',
  description: 'Something that the receiver could not be told. Never the value.',
  properties: { path: TEXT, reason: TEXT },
  required: ['path', 'reason'],
  additionalProperties: false,
};

const states = DELIVERY_STATES.map((state) => `\`${state}\`: ${STATE_WORDS[state]}`).join('; ');

const DELIVERY: JsonSchema = {
  type: 'object',
  description: 'One revision of a result, or its withdrawal, on its way to one target.',
  properties: {
    id: TEXT,
    target: TEXT,
    school: TEXT,
    kind: { enum: ['result', 'withdrawal'] },
    state: { enum: DELIVERY_STATES, description: `${states}.` },
    reason: { enum: DELIVERY_REASONS, description: 'Why it is held, dead or cancelled.' },
    result: { ...TEXT, description: 'What this client calls the result. Absent: it is not for this token, or it is gone.' },
    revision: { type: 'integer', minimum: 1 },
    exchange: { ...TEXT, description: 'The message that brought the result. Absent: its record is gone.' },
    queuedAt: INSTANT,
    settledAt: { ...INSTANT, description: 'When it was delivered, dead or cancelled.' },
    dueAt: { ...INSTANT, description: 'When it is tried next, as far as that is known.' },
    attempts: NUMBER,
    redrives: { ...TEXT, description: 'The delivery that this one does again.' },
    losses: { type: 'array', items: LOSS },
  },
  required: ['id', 'target', 'school', 'kind', 'state', 'queuedAt', 'attempts', 'losses'],
  additionalProperties: false,
};

const ATTEMPT = {
  type: 'object',
  description: 'One time that a message with this delivery in it was sent. Nothing of the answer but its status, and a code that we know.',
  properties: {
    batch: { ...TEXT, description: 'The message: the same one at every attempt.' },
    number: { type: 'integer', minimum: 1, description: 'The how manieth time that message was sent.' },
    size: { type: 'integer', minimum: 1, description: 'Deliveries in it.' },
    startedAt: INSTANT,
    endedAt: { ...INSTANT, description: 'Absent: it is under way.' },
    outcome: { enum: OUTCOMES },
    status: { type: 'integer', description: 'Of HTTP.' },
    code: { ...TEXT, description: 'Of the fault, or of an error of ours.' },
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
    redrivenBy: { type: 'array', items: TEXT, description: 'Deliveries that did it again.' },
  },
  required: [...(DELIVERY['required'] as readonly string[]), 'attemptList', 'redrivenBy'],
};

const STATUS: JsonSchema = {
  type: 'object',
  description: 'How it stands with one target; for one school what is of that school.',
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
    oldestWaiting: { ...INSTANT, description: 'When the oldest that has yet to go was queued.' },
    lastDelivered: INSTANT,
    failures: { ...NUMBER, description: 'Attempts in a row without an answer.' },
    openUntil: { ...INSTANT, description: 'Until when it is not tried, after too many of those.' },
    held: {
      type: 'object',
      description: 'It waits for somebody to put something right.',
      properties: { reason: { enum: Object.keys(HOLD_WORDS) }, since: INSTANT },
      required: ['reason', 'since'],
      additionalProperties: false,
    },
    pauses: {
      type: 'array',
      description: 'Without `school`: all of the target.',
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
  description: 'What was done to deliveries, or would be.',
  properties: {
    action: { enum: ['cancel', 'redrive', 'hold', 'release'] },
    dryRun: FLAG,
    changed: NUMBER,
    skipped: {
      type: 'object',
      description: 'How many stay as they are, by why.',
      properties: Object.fromEntries(Object.entries(SKIPPED_WORDS).map(([why, words]) => [why, { ...NUMBER, description: words }])),
      additionalProperties: false,
    },
    byTarget: { type: 'object', description: 'How many were changed, by target.', additionalProperties: NUMBER },
  },
  required: ['action', 'dryRun', 'changed', 'skipped', 'byTarget'],
  additionalProperties: false,
};

const PAUSE: JsonSchema = {
  type: 'object',
  description: 'Whether anything goes on to a target, of a school, or both; without either: anything at all.',
  properties: {
    target: TEXT,
    school: TEXT,
    paused: FLAG,
    changed: { ...FLAG, description: 'False: it was so already.' },
    released: { ...FLAG, description: 'Whether the target was held, and is no more.' },
    retried: { ...FLAG, description: 'Whether something waited for its next attempt, and goes at once.' },
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
