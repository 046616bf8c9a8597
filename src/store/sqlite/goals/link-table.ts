import type { Database, Statement } from 'better-sqlite3';
import type { TaggedLink } from '../../../goals/tagged-link.js';
import type { GoalLink, LinkWay } from '../../../model/goal-link.js';

export interface LinkRow {
  readonly seq: number;
  readonly goal: string | null;
  readonly set_id: string | null;
  readonly set_version: string | null;
  readonly supplier_goal: string | null;
  readonly supplier_title: string | null;
  readonly coverage: GoalLink['coverage'];
  readonly via: LinkWay;
  readonly asserted_by: string;
  readonly mapping_version: number;
  readonly original: string;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
}

/** SQL: of link `l` and its set `s`. */
export const LINK_COLUMNS = `l.seq, l.goal, s.id AS set_id, s.version AS set_version, l.supplier_goal, l.supplier_title, l.coverage, l.via,
  l.asserted_by, l.mapping_version, l.original, l.valid_from, l.valid_until`;

/** SQL: the current links of an activity, in the order in which they were made. */
export const LINKS_OF_ACTIVITY = `
  SELECT ${LINK_COLUMNS} FROM goal_links l LEFT JOIN goal_sets s ON s.seq = l.goal_set WHERE l.activity = ? AND l.ended_at IS NULL ORDER BY l.seq`;

export function taggedLink(row: LinkRow): TaggedLink {
  const { goal, set_id, set_version, supplier_goal, supplier_title, coverage, via, asserted_by, mapping_version, original } = row;
  return {
    ...(goal === null ? {} : { goal }),
    ...(set_id === null ? {} : { set: set_id }),
    ...(set_version === null ? {} : { setVersion: set_version }),
    ...(supplier_goal === null
      ? {}
      : { supplierGoal: { id: supplier_goal, ...(supplier_title === null ? {} : { title: supplier_title }) } }),
    coverage,
    via,
    assertedBy: asserted_by,
    ...(mapping_version === 0 ? {} : { mappingVersion: String(mapping_version) }),
    original,
    ...(row.valid_from === null ? {} : { validFrom: row.valid_from }),
    ...(row.valid_until === null ? {} : { validUntil: row.valid_until }),
  };
}

/** Links between activities and goals. A link is never changed: it ends. Synchronous; runs inside the caller's transaction. */
export class LinkTable {
  private readonly current: Statement<[number], LinkRow>;
  private readonly insert: Statement<unknown[]>;
  private readonly finish: Statement<[number, number]>;

  constructor(db: Database) {
    this.current = db.prepare(LINKS_OF_ACTIVITY);
    // Of a set that a school has of its own the name may be that of one for everybody: the school's own is meant.
    this.insert = db.prepare(`
      INSERT INTO goal_links (school, activity, goal, goal_set, supplier_goal, supplier_title, coverage, via, asserted_by, mapping_version,
        original, valid_from, valid_until, added_at)
      VALUES (@school, @activity, @goal,
        (SELECT seq FROM goal_sets WHERE id = @set AND version = @setVersion AND school IN ('', @school) ORDER BY school DESC LIMIT 1),
        @supplierGoal, @supplierTitle, @coverage, @via, @assertedBy, @mappingVersion, @original, @validFrom, @validUntil, @at)`);
    this.finish = db.prepare('UPDATE goal_links SET ended_at = ? WHERE seq = ?');
  }

  of(activity: number): readonly { readonly seq: number; readonly link: TaggedLink }[] {
    return this.current.all(activity).map((row) => ({ seq: row.seq, link: taggedLink(row) }));
  }

  add(school: string, activity: number, link: TaggedLink, at: number): void {
    const { goal = null, set = null, setVersion = null, supplierGoal, coverage, via, assertedBy, mappingVersion, original } = link;
    const supplier = { supplierGoal: supplierGoal?.id ?? null, supplierTitle: supplierGoal?.title ?? null };
    const said = { coverage, via, assertedBy, mappingVersion: Number(mappingVersion ?? 0), original };
    const days = { validFrom: link.validFrom ?? null, validUntil: link.validUntil ?? null };
    this.insert.run({ school, activity, goal, set, setVersion, ...supplier, ...said, ...days, at });
  }

  end(seq: number, at: number): void {
    this.finish.run(at, seq);
  }
}
