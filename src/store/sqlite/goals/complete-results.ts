import type { Database, Statement } from 'better-sqlite3';
import { holdsOn, type TaggedLink } from '../../../goals/tagged-link.js';
import type { GoalLink } from '../../../model/goal-link.js';
import type { Result } from '../../../model/result.js';
import type { StoredResult } from '../../store.js';
import { type DocumentRow, storedDocument } from '../documents.js';
import { LINKS_OF_ACTIVITY, type LinkRow, taggedLink } from './link-table.js';

/** A row of a result, as every reader of results selects it. */
export interface ResultDocumentRow extends DocumentRow {
  readonly roster_learner: string | null;
  readonly activity: number | null;
}

/**
 * Makes stored results of rows: the document with what the store keeps beside it, in tables of its own. Every reader of results goes
 * through here. Synchronous; reads only.
 */
export class CompleteResults {
  private readonly links: Statement<[number], LinkRow>;

  constructor(db: Database) {
    this.links = db.prepare(LINKS_OF_ACTIVITY);
  }

  /** One at a time, in one read: what results have in common is looked up once. */
  reading(): (row: ResultDocumentRow) => StoredResult {
    const linksOf = new Map<number, readonly TaggedLink[]>();
    return (row) => {
      const { activity } = row;
      if (activity === null) return bare(row);
      let links = linksOf.get(activity);
      if (links === undefined) {
        links = this.links.all(activity).map(taggedLink);
        linksOf.set(activity, links);
      }
      const result = bare(row);
      return links.length === 0 ? result : { ...result, goalLinks: linksOn(links, result.date) };
    };
  }

  all(rows: readonly ResultDocumentRow[]): readonly StoredResult[] {
    return rows.map(this.reading());
  }
}

function bare(row: ResultDocumentRow): StoredResult {
  const stored: StoredResult = storedDocument<Result>('results', row);
  const matched = row.roster_learner === null ? stored : { ...stored, rosterLearner: row.roster_learner };
  return row.revision > 1 ? { ...matched, supersedes: row.revision - 1 } : matched;
}

function linksOn(links: readonly TaggedLink[], day: string): readonly GoalLink[] {
  return links.filter((link) => holdsOn(link, day)).map(({ validFrom: _, validUntil: __, ...link }) => link);
}
