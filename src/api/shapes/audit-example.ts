import type { ShownAuditRow } from './audit-view.js';

/** Invented. */
export const AUDIT_EXAMPLE: ShownAuditRow = {
  seq: 41,
  at: '2026-10-01T08:00:00.000Z',
  actor: 'client:dashboard',
  operation: 'learners.read',
  outcome: 'done',
  school: '99AB',
  agreement: '5d3ae0d3-1a0e-4a43-8b07-6d6ee1ee1f77',
  counts: { learners: 28 },
  fields: ['group', 'id', 'yearGroup'],
};
