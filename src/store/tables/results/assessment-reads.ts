import type { Assessment } from '../../../model/result.js';
import { seqOf } from '../../sql/cursor.js';
import { pageOf, rowsFor } from '../../sql/page.js';
import { family, query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import type { AssessmentQuery, Page, StoredAssessment } from '../../store.js';
import { StoreError } from '../../store-error.js';

const SELECT = `
  SELECT a.seq, a.revision, a.document, e.stored_at FROM assessments a JOIN exchanges e ON e.seq = a.exchange WHERE a.school = @school`;

interface AssessmentRow {
  readonly seq: number;
  readonly revision: number;
  readonly document: string;
  readonly stored_at: number;
}

/** Not by what is current: SQLite would go through all that a school has to find a few. */
const SOME = query<AssessmentRow, { readonly school: string; readonly ids: readonly string[] }>(
  ({ aside, inList }) => `${SELECT} AND ${aside('a.current')} = 1 AND a.id ${inList('text', 'ids')}`,
);
const PAGE = family<
  'of all' | 'of party',
  AssessmentRow,
  { readonly school: string; readonly party?: string; readonly after: number; readonly limit: number }
>(
  ['of all', 'of party'],
  (shape) =>
    `${SELECT} AND a.current = 1 ${shape === 'of all' ? '' : 'AND a.party = @party'} AND a.seq > @after ORDER BY a.seq LIMIT @limit`,
);

/** Current revisions of these ids, in no order. */
export function* assessmentsOf(school: string, ids: readonly string[]): Script<readonly StoredAssessment[]> {
  return (yield* all(SOME, { school, ids })).map(storedAssessment);
}

/** Current revisions, oldest stored first. */
export function* assessmentPage({ cursor, limit, ...asked }: AssessmentQuery): Script<Page<StoredAssessment>> {
  const after = cursor === undefined ? 0 : seqOf('assessments', cursor);
  const page = PAGE(asked.party === undefined ? 'of all' : 'of party');
  return pageOf('assessments', yield* all(page, { ...asked, after, limit: rowsFor(limit) }), limit, storedAssessment);
}

/** Throws `StoreError('failed')`, without a word of the text. */
function storedAssessment({ seq, revision, document, stored_at }: AssessmentRow): StoredAssessment {
  return { ...parsed(document, seq), revision, storedAt: new Date(stored_at).toISOString() };
}

function parsed(document: string, seq: number): Assessment {
  try {
    return JSON.parse(document) as Assessment;
  } catch {
    throw new StoreError('failed', `assessments: the document of row ${seq} is not JSON`);
  }
}
