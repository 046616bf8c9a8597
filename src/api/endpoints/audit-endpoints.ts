import { type Endpoint, endpoint } from '../http/endpoint.js';
import { AUDIT_EXAMPLE } from '../shapes/audit-example.js';
import { shownAuditRow } from '../shapes/audit-view.js';
import { instant } from '../shapes/parameters/instant.js';
import { code } from '../shapes/parameters/parameter.js';
import { LIST } from '../shapes/parameters/parameters.js';
import { pageAnswer } from './page-answer.js';

const OPERATION = code('Only entries with this action.', 'learners.read');
const ACTOR = code('Only entries of this actor.', 'client:dashboard');
const SINCE = instant('Only entries at or after this instant.', '2026-01-31T08:00:00Z');

export const AUDIT_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/audit',
    operation: 'listAudit',
    summary: 'Audit entries',
    description:
      'Newest first: each message with its agreement, each change of agreements, keys and tokens, each purge, and each time learners, teachers or results were read. Entries contain counts and field names, never identities or values.',
    scopes: ['audit:read'],
    across: true,
    parameters: { ...LIST, operation: OPERATION, actor: ACTOR, since: SINCE },
    answer: { schema: 'AuditList', description: 'A page of entries.', example: { items: [AUDIT_EXAMPLE] } },
    handle: async ({ reads, school, query }) => {
      const within = school === '' ? {} : { school };
      return pageAnswer(await reads.audit({ ...query, ...within }), shownAuditRow);
    },
  }),
];
