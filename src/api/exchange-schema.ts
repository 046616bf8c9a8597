import { REFUSAL_REASONS } from '../store/refusal-reason.js';
import { UWLR_VERSIONS } from '../uwlr/finding.js';
import type { JsonSchema } from './parameter.js';

const TEXT = { type: 'string' };
const NUMBER = { type: 'integer', minimum: 0 };

const FINDING = {
  type: 'object',
  description: 'One thing that is wrong, or worth knowing, about the message. Never a value from it.',
  properties: {
    rule: { type: 'string', description: 'Id of the rule.', examples: ['UWLR-LR-003'] },
    severity: { enum: ['error', 'warning', 'info'] },
    path: { type: 'string', description: 'The place in the message; names that the standard does not know are `*`.' },
    line: NUMBER,
    column: NUMBER,
    message: TEXT,
    hint: TEXT,
  },
  required: ['rule', 'severity', 'path', 'line', 'column', 'message'],
  additionalProperties: false,
};

const STRIP = {
  type: 'object',
  description: 'A field that was taken out before anything was stored.',
  properties: {
    path: { type: 'string', description: 'The field, without positions.' },
    rule: { type: 'string', description: 'Why it was taken out.' },
    count: { type: 'integer', minimum: 1, description: 'How often the field stood in the message.' },
  },
  required: ['path', 'rule', 'count'],
  additionalProperties: false,
};

/** Shape of `ShownExchange`. */
export const EXCHANGE_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'What is kept of one message, whatever became of it. Holds nothing of its content.',
  properties: {
    id: { type: 'string', format: 'uuid' },
    direction: { enum: ['in', 'out'] },
    operation: { type: 'string', examples: ['BrengLeerresultaten'] },
    unproven: {
      const: true,
      description:
        'Refused before its sender had shown a valid key: `party` is what the message says, and only the first findings are kept.',
    },
    party: { type: 'string', description: 'Klantcode of the other system.' },
    keyId: {
      type: 'string',
      format: 'uuid',
      description: 'Id of the autorisatiesleutel that the sender showed, if it is or was one of the party. Only for a role.',
    },
    agreement: { type: 'string', format: 'uuid', description: 'Id of the agreement that decided, or that comes closest.' },
    school: TEXT,
    version: { enum: UWLR_VERSIONS, description: 'Version of UWLR.' },
    policy: { enum: ['strict', 'tolerant'] },
    receivedAt: { type: 'string', format: 'date-time' },
    durationMs: { type: 'number', minimum: 0 },
    wireBytes: { ...NUMBER, description: 'Bytes as sent, perhaps compressed.' },
    decodedBytes: NUMBER,
    createdAtNs: {
      type: 'string',
      pattern: '^-?[0-9]+$',
      description: '`aanmaakdatum` in nanoseconds since 1970: text, as a number would round it.',
    },
    outcome: { enum: ['accepted', 'repeated', 'refused'] },
    faultCode: { type: 'string', description: 'Code of the SOAP fault that the sender got.' },
    reason: {
      enum: Object.keys(REFUSAL_REASONS),
      description: 'Why the sender was not let in. It is never told. Only for a role.',
    },
    findings: { type: 'array', items: FINDING, description: 'The first findings.' },
    findingCount: { ...NUMBER, description: 'Number of findings, also of those that are not kept.' },
    resultCount: { ...NUMBER, description: 'Number of results in the message.' },
    learnerCount: { ...NUMBER, description: 'Number of pupils whose data were given or taken in.' },
    repeats: { type: 'string', description: 'For a repeated message: the exchange that stored it.' },
    strips: { type: 'array', items: STRIP, description: 'What was taken out: the proof that no more was kept than was agreed.' },
  },
  required: [
    ...['id', 'direction', 'operation', 'receivedAt', 'durationMs', 'wireBytes', 'decodedBytes'],
    ...['outcome', 'findings', 'findingCount', 'resultCount', 'learnerCount', 'strips'],
  ],
  additionalProperties: false,
};
