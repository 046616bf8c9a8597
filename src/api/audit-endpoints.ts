import { AUDIT_EXAMPLE } from './audit-example.js';
import { shownAuditRow } from './audit-view.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { instant } from './instant.js';
import { pageAnswer } from './page-answer.js';
import { code } from './parameter.js';
import { LIST } from './parameters.js';

const OPERATION = code('Only what was done in this way.', 'learners.read');
const ACTOR = code('Only what was done by them.', 'client:dashboard');
const SINCE = instant('Only what was done at or after this instant.', '2026-01-31T08:00:00Z');

export const AUDIT_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/audit',
    operation: 'listAudit',
    summary: 'Who did what with the data of the school',
    description:
      'Newest first: each message with its agreement, each change of agreements, keys and tokens, each purge, and each time that somebody read about learners, teachers or results. How many and which fields by name; never whose, and never a value.',
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
