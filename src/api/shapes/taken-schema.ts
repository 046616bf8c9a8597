import type { JsonSchema } from './parameters/parameter.js';

const NUMBER = { type: 'integer', minimum: 0 };

/** Shape of the answer to results that were posted. */
export const TAKEN_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    exchange: { type: 'string', format: 'uuid', description: 'Id of the exchange.' },
    stored: { ...NUMBER, description: 'Number of stored results.' },
    revised: { ...NUMBER, description: 'How many of these replaced an earlier revision.' },
    repeated: {
      type: 'boolean',
      description: 'The same body was accepted before, with another key. Nothing was stored now.',
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
