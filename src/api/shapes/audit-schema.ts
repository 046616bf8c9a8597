import { AUDIT_OUTCOMES } from '../../store/audit.js';
import type { JsonSchema } from './parameters/parameter.js';

const TEXT = { type: 'string' };

/** Shape of `ShownAuditRow`. */
export const AUDIT_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'One action or attempted action.',
  properties: {
    seq: { type: 'integer', minimum: 1, description: 'Sequence number in the audit of the gateway, shared by all schools.' },
    at: { type: 'string', format: 'date-time' },
    actor: {
      ...TEXT,
      description: '`party:` with a klantcode, `client:` with a client, `role:` with a role and a client, `cli`, `gateway` or `unknown`.',
    },
    operation: { ...TEXT, examples: ['learners.read', 'BrengLeerresultaten', 'agreement.end'] },
    outcome: { enum: AUDIT_OUTCOMES },
    school: TEXT,
    agreement: { ...TEXT, description: 'Id of the agreement that applied.' },
    exchange: { ...TEXT, description: 'Id of the exchange.' },
    subject: { ...TEXT, description: 'Subject of the action: a klantcode, or the id of a key or token.' },
    counts: { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
    fields: { type: 'array', items: TEXT, description: 'Names of the fields that may have been included.' },
  },
  required: ['seq', 'at', 'actor', 'operation', 'outcome', 'counts'],
  additionalProperties: false,
};
