import type { TaggedLink } from '../../../goals/tagged-link.js';
import type { GoalLink, LinkWay } from '../../../model/goal-link.js';
import { query } from '../../sql/query.js';
import { all, run, type Script } from '../../sql/script.js';

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

/** A link as it is written. */
export interface NewLink {
  readonly school: string;
  /** Number of the activity. */
  readonly activity: number;
  readonly goal: string | null;
  readonly set: string | null;
  readonly setVersion: string | null;
  readonly supplierGoal: string | null;
  readonly supplierTitle: string | null;
  readonly coverage: GoalLink['coverage'];
  readonly via: LinkWay;
  readonly assertedBy: string;
  readonly mappingVersion: number;
  readonly original: string;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly at: number;
}

/** SQL: of link `l` and its set `s`. */
export const LINK_COLUMNS = `l.seq, l.goal, s.id AS set_id, s.version AS set_version, l.supplier_goal, l.supplier_title, l.coverage, l.via,
  l.asserted_by, l.mapping_version, l.original, l.valid_from, l.valid_until`;

/** The current links of an activity, in the order in which they were made. */
export const LINKS_OF_ACTIVITY = query<LinkRow, { readonly activity: number }>(
  () => `
    SELECT ${LINK_COLUMNS} FROM goal_links l LEFT JOIN goal_sets s ON s.seq = l.goal_set
    WHERE l.activity = @activity AND l.ended_at IS NULL ORDER BY l.seq`,
);
/** Of a set that a school has for itself the name may be that of one for everybody: the school's own is meant. */
export const ADD_LINK = query<never, NewLink>(
  () => `
    INSERT INTO goal_links (school, activity, goal, goal_set, supplier_goal, supplier_title, coverage, via, asserted_by, mapping_version,
      original, valid_from, valid_until, added_at)
    VALUES (@school, @activity, @goal,
      (SELECT seq FROM goal_sets WHERE id = @set AND version = @setVersion AND school IN ('', @school) ORDER BY school DESC LIMIT 1),
      @supplierGoal, @supplierTitle, @coverage, @via, @assertedBy, @mappingVersion, @original, @validFrom, @validUntil, @at)`,
);
const END_LINK = query<never, { readonly seq: number; readonly at: number }>(() => 'UPDATE goal_links SET ended_at = @at WHERE seq = @seq');

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

export function newLink(school: string, activity: number, link: TaggedLink, at: number): NewLink {
  const { goal = null, set = null, setVersion = null, supplierGoal, coverage, via, assertedBy, mappingVersion, original } = link;
  return {
    ...{ school, activity, goal, set, setVersion, coverage, via, assertedBy, original, at },
    supplierGoal: supplierGoal?.id ?? null,
    supplierTitle: supplierGoal?.title ?? null,
    mappingVersion: Number(mappingVersion ?? 0),
    validFrom: link.validFrom ?? null,
    validUntil: link.validUntil ?? null,
  };
}

/** The current links of an activity, with their numbers. */
export function* linksOf(activity: number): Script<readonly { readonly seq: number; readonly link: TaggedLink }[]> {
  return (yield* all(LINKS_OF_ACTIVITY, { activity })).map((row) => ({ seq: row.seq, link: taggedLink(row) }));
}

export function* addLink(link: NewLink): Script<void> {
  yield* run(ADD_LINK, link);
}

/** A link is never changed: it ends. */
export function* endLink(seq: number, at: number): Script<void> {
  yield* run(END_LINK, { seq, at });
}
