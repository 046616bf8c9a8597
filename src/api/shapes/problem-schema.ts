import { PROBLEMS, type ProblemName, problemUrn } from '../http/problems.js';
import type { JsonSchema } from './parameters/parameter.js';

export const PROBLEM_NAMES = Object.keys(PROBLEMS) as ProblemName[];

/** Shape of every answer that is not what was asked for (RFC 9457). */
export const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    type: { enum: PROBLEM_NAMES.map(problemUrn) },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string', description: 'Explanation. It is the same for every request and repeats nothing from it.' },
    requestId: { type: 'string', format: 'uuid', description: 'Also in the header `X-Request-Id` and in the log of the gateway.' },
    parameters: {
      type: 'array',
      description: 'Only for invalid parameters: the names and reasons.',
      items: {
        type: 'object',
        properties: { parameter: { type: 'string' }, reason: { type: 'string' } },
        required: ['parameter', 'reason'],
        additionalProperties: false,
      },
    },
    errors: {
      type: 'array',
      description: 'Only for invalid results and signals: the first 100 errors.',
      items: {
        type: 'object',
        properties: {
          pointer: { type: 'string', description: 'Place in the body, as a JSON pointer (RFC 6901).' },
          rule: { type: 'string', description: 'Id of the rule.', examples: ['UWLR-JSON-004'] },
          message: { type: 'string' },
          hint: { type: 'string' },
        },
        required: ['pointer', 'rule', 'message'],
        additionalProperties: false,
      },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'requestId'],
  additionalProperties: false,
};
