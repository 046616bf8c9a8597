import { OUTCOMES } from '../../store/exchange-record.js';
import { REFUSAL_REASONS } from '../../store/refusal-reason.js';
import { UWLR_VERSIONS } from '../../uwlr/finding.js';
import type { JsonSchema } from './parameters/parameter.js';

const TEXT = { type: 'string' };
const NUMBER = { type: 'integer', minimum: 0 };

const FINDING = {
  type: 'object',
  description: 'One error, warning or note about the message. It never contains a value from the message.',
  properties: {
    rule: { type: 'string', description: 'Id of the rule.', examples: ['UWLR-LR-003'] },
    severity: { enum: ['error', 'warning', 'info'] },
    path: { type: 'string', description: 'Path in the message; names outside the standard are shown as `*`.' },
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
  description: 'A field that was removed before storage.',
  properties: {
    path: { type: 'string', description: 'The field, without positions.' },
    rule: { type: 'string', description: 'Reason for removal.' },
    count: { type: 'integer', minimum: 1, description: 'Number of occurrences in the message.' },
  },
  required: ['path', 'rule', 'count'],
  additionalProperties: false,
};

/** Shape of `ShownExchange`. */
export const EXCHANGE_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'The record of one message, whether accepted or refused. It contains nothing from the message itself.',
  properties: {
    id: { type: 'string', format: 'uuid' },
    direction: { enum: ['in', 'out'] },
    operation: { type: 'string', examples: ['BrengLeerresultaten'] },
    unproven: {
      const: true,
      description:
        'The message was refused before its sender presented a valid key. `party` is the unverified sender, and only the first findings are recorded.',
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
    wireBytes: { ...NUMBER, description: 'Bytes as sent, before decompression.' },
    decodedBytes: NUMBER,
    createdAtNs: {
      type: 'string',
      pattern: '^-?[0-9]+$',
      description: '`aanmaakdatum` in nanoseconds since 1970: text, as a number would round it.',
    },
    outcome: { enum: OUTCOMES },
    faultCode: { type: 'string', description: 'Code of the SOAP fault that was sent.' },
    reason: {
      enum: Object.keys(REFUSAL_REASONS),
      description: 'Why the sender was not let in. It is never told. Only for a role.',
    },
    findings: { type: 'array', items: FINDING, description: 'The first findings.' },
    findingCount: { ...NUMBER, description: 'Number of findings, including those not recorded.' },
    resultCount: { ...NUMBER, description: 'Number of results in the message.' },
    learnerCount: { ...NUMBER, description: 'Number of pupils whose data were sent or received.' },
    repeats: { type: 'string', description: 'For a repeated message: the exchange that stored it.' },
    strips: { type: 'array', items: STRIP, description: 'The removed fields: evidence that only agreed data were stored.' },
  },
  required: [
    ...['id', 'direction', 'operation', 'receivedAt', 'durationMs', 'wireBytes', 'decodedBytes'],
    ...['outcome', 'findings', 'findingCount', 'resultCount', 'learnerCount', 'strips'],
  ],
  additionalProperties: false,
};
