import type { StoredResult } from '../../store.js';
import { expanded, type OwnPart, parsed, type SharedPart } from './compact-result.js';
import { placedIdText } from './result-id.js';

/** A row of a result, as every reader of results selects it. */
export interface ResultRowColumns {
  readonly seq: number;
  readonly id: Uint8Array;
  readonly revision: number;
  readonly day: number;
  readonly own: string;
  /** Number of what it has in common with others, and the text of that. */
  readonly shared: number;
  readonly shared_document: string;
  readonly activity: number | null;
  readonly school: string;
  readonly alias: string;
  readonly eck_id: string | null;
  readonly roster_learner: string | null;
  readonly stored_at: number;
}

/** SQL: what is selected of result `r`, and of what `RESULT_JOINS` adds. */
export const RESULT_COLUMNS = `
  r.seq, r.id, r.revision, r.day, r.own, r.shared, h.document AS shared_document, h.activity, o.school, l.alias, k.eck_id, l.roster_learner,
  e.stored_at`;

/** SQL: all that a result `r` is put together of. `join`: how, for a result that may not be there. */
export function resultJoins(join: 'JOIN' | 'LEFT JOIN'): string {
  return `${join} sources o ON o.seq = r.source ${join} result_shared h ON h.seq = r.shared ${join} learners l ON l.seq = r.learner
    ${join} exchanges e ON e.seq = r.exchange LEFT JOIN learner_eck_ids k ON k.learner = r.learner AND k.number = r.eck_number`;
}

export const RESULT_JOINS = resultJoins('JOIN');

/** Puts results together of their rows. What several of them have in common is read once. Throws `StoreError('failed')`. */
export class StoredResults {
  private readonly shared = new Map<number, SharedPart>();

  of(row: ResultRowColumns): StoredResult {
    const { seq, revision, school, day, alias: learner, eck_id: eckId, roster_learner: rosterLearner } = row;
    const result = expanded({ id: placedIdText(row.id), school, learner, eckId, day }, this.sharedPart(row), parsed<OwnPart>(row.own, seq));
    return {
      ...result,
      revision,
      storedAt: new Date(row.stored_at).toISOString(),
      ...(rosterLearner === null ? {} : { rosterLearner }),
      ...(revision > 1 ? { supersedes: revision - 1 } : {}),
    };
  }

  private sharedPart({ seq, shared, shared_document }: ResultRowColumns): SharedPart {
    const known = this.shared.get(shared);
    if (known !== undefined) return known;
    const part = parsed<SharedPart>(shared_document, seq);
    this.shared.set(shared, part);
    return part;
  }
}
