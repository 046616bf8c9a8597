import { AUDIT_EXAMPLE } from './audit-example.js';
import { shownAuditRow } from './audit-view.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { instant } from './instant.js';
import { pageAnswer } from './page-answer.js';
import { code } from './parameter.js';
import { LIST } from './parameters.js';

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
