import { SIGNAL_KINDS } from '../../model/signal.js';
import { listSchema, pageSchema } from './list-schema.js';
import { modelSchemas, storedSchema } from './model-schemas.js';
import type { JsonSchema } from './parameters/parameter.js';

const COUNT = { type: 'integer', minimum: 0 };
const INSTANT = { type: 'string', format: 'date-time' };
const PARTY = { type: 'string', description: 'Klantcode of the vendor.' };

const TAKEN: JsonSchema = {
  type: 'object',
  properties: {
    exchange: { type: 'string', format: 'uuid', description: 'Id of the exchange.' },
    raised: { ...COUNT, description: 'Number of new signals.' },
    revised: { ...COUNT, description: 'Number of signals that got other content under the same key.' },
    superseded: { ...COUNT, description: 'Number of earlier signals that were replaced.' },
    withdrawn: { ...COUNT, description: 'Number of signals that were withdrawn.' },
    repeated: { ...COUNT, description: 'Number of signals that were already as this body says.' },
    ids: {
      type: 'array',
      items: { type: 'string', format: 'uuid' },
      description: 'The `id` of each signal for this client, in the order of the body.',
    },
  },
  required: ['exchange', 'raised', 'revised', 'superseded', 'withdrawn', 'repeated', 'ids'],
  additionalProperties: false,
};

const MUTE: JsonSchema = {
  type: 'object',
  properties: {
    school: { type: 'string' },
    party: PARTY,
    kind: { enum: SIGNAL_KINDS },
    muted: { type: 'boolean' },
    changed: { type: 'boolean', description: 'False: it was so already.' },
  },
  required: ['school', 'party', 'kind', 'muted', 'changed'],
  additionalProperties: false,
};

const TALLY: JsonSchema = {
  type: 'object',
  description: 'The signals of one kind that one vendor raised for the school.',
  properties: {
    party: PARTY,
    kind: { enum: SIGNAL_KINDS },
    signals: { ...COUNT, description: 'How many are stored, muted ones included. It says nothing about learners.' },
    mutedAt: { ...INSTANT, description: 'Absent: they are shown.' },
  },
  required: ['party', 'kind', 'signals'],
  additionalProperties: false,
};

const { Result, PostedSignals = {} } = modelSchemas();
const { signal = {} } = (Result as { readonly $defs?: { readonly signal?: JsonSchema } } | undefined)?.$defs ?? {};
const stored = storedSchema(signal) as { readonly properties: object };
const rosterLearner = { type: 'string', description: 'Id of the learner in the roster. Absent: the learner is not in the roster (yet).' };

/** What is said over REST of signals. */
export const SIGNAL_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  PostedSignals,
  TakenSignals: TAKEN,
  Signal: { ...stored, properties: { ...stored.properties, rosterLearner } },
  SignalList: pageSchema('Signal'),
  SignalMute: MUTE,
  SignalTally: TALLY,
  SignalTallyList: listSchema('SignalTally'),
};
