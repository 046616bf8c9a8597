import type { JsonSchema } from './parameters/parameter.js';

export const DETAIL_LINK_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: { type: 'string', description: 'Page of the vendor about the result, as far as the agreement with the vendor lets it be kept.' },
  },
};
