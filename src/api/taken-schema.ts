import type { JsonSchema } from './parameter.js';

const NUMBER = { type: 'integer', minimum: 0 };

/** Shape of the answer to results that were posted. */
export const TAKEN_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    exchange: { type: 'string', format: 'uuid', description: 'Id of the exchange.' },
    stored: { ...NUMBER, description: 'Results that were stored.' },
    revised: { ...NUMBER, description: 'Of those, how many were there before.' },
    repeated: {
      type: 'boolean',
      description: 'The same body was taken before, under another key, and says nothing new: nothing was stored now.',
    },
    ids: {
      type: 'array',
      items: { type: 'string', format: 'uuid' },
      description: 'The `id` of each result for this client, in the order of the body.',
    },
  },
  required: ['exchange', 'stored', 'revised', 'repeated', 'ids'],
  additionalProperties: false,
};
