import type { TaggedLink } from '../../../goals/tagged-link.js';
import { ACTIVITY_CELLS, type Cells } from '../../tables/cells.js';
import { type NewLink, newLink } from '../../tables/goals/links.js';
import { type Asked, asked } from '../connection/trip.js';
import { compile } from '../statement.js';
import type { OpenMessage } from './open-message.js';
import { type Question, question } from './question.js';
import { listsOf, rowsSql } from './rows.js';

const DIGESTS = { digest: 'text' } as const;
const ACTIVITIES = { seq: 'bigint', digest: 'text', document: 'text', sets: 'bigint', mappings: 'bigint' } as const;
const LINKS = {
  activity: 'bigint',
  goal: 'text',
  set_id: 'text',
  set_version: 'text',
  supplier_goal: 'text',
  supplier_title: 'text',
  coverage: 'text',
  via: 'text',
  asserted_by: 'text',
  mapping_version: 'bigint',
  original: 'text',
  valid_from: 'text',
  valid_until: 'text',
} as const;
const SAME =
  'activity, goal, supplier_goal, supplier_title, coverage, via, asserted_by, mapping_version, original, valid_from, valid_until';

const FIND = compile(`
  SELECT coalesce(a.seq, nextval('activities_seq_seq')) AS seq, a.seq IS NOT NULL AS is_known
  FROM ${rowsSql(DIGESTS, 'r')}
    LEFT JOIN LATERAL (SELECT seq FROM activities WHERE school = @school AND party = @party AND digest = r.digest LIMIT 1) a ON true
  ORDER BY r.pos`);
const ADD = compile(`
  INSERT INTO activities (seq, school, party, digest, document, tagged_at_sets, tagged_at_mappings)
  SELECT r.seq, CAST(@school AS text), CAST(@party AS text), r.digest, r.document, r.sets, r.mappings FROM ${rowsSql(ACTIVITIES, 'r')} ORDER BY r.pos`);
/** Of a set that a school has for itself the name may be that of one for everybody: the school's own is meant. */
const ADD_LINKS = compile(`
  INSERT INTO goal_links (${SAME}, school, goal_set, added_at)
  SELECT ${SAME}, CAST(@school AS text),
    (SELECT seq FROM goal_sets s WHERE s.id = r.set_id AND s.version = r.set_version AND s.school IN ('', @school) ORDER BY s.school DESC LIMIT 1),
    CAST(@now AS bigint)
  FROM ${rowsSql(LINKS, 'r')} ORDER BY r.pos`);
/**
 * Sets or mappings that changed between the tagging and this moment: a re-tag that is over has not seen these activities. Whoever changes them
 * at this very moment waits until these are stored, and has them tagged then.
 */
const ASK_RETAG = compile(`
  WITH versions AS MATERIALIZED (SELECT kind, version FROM goal_versions WHERE kind IN ('sets', 'mappings') ORDER BY kind FOR SHARE)
  INSERT INTO retag_jobs (school, cause, step, position, done, total, changed, links, ended, events, asked_at)
  SELECT CAST(@school AS text), 'late', 'results', 0, 0, 0, 0, 0, 0, 0, CAST(@now AS bigint)
  WHERE EXISTS (
      SELECT 1 FROM versions WHERE (kind = 'sets' AND version > CAST(@sets AS bigint)) OR (kind = 'mappings' AND version > CAST(@mappings AS bigint)))
    AND NOT EXISTS (
      SELECT 1 FROM retag_jobs WHERE school = @school AND ended_at IS NULL AND step = 'results' AND position = 0 AND total = 0)`);

interface Found {
  readonly seq: number;
  readonly is_known: 0 | 1;
}

/** An activity of a slice, as its cells say it. */
interface Said {
  readonly digest: string;
  readonly document: string;
  readonly links: readonly TaggedLink[];
  readonly sets: number;
  readonly mappings: number;
}

/** Activities that a slice brings first in its message. */
export class SliceActivities {
  private readonly said = new Map<string, number>();
  private found: readonly Found[] = [];

  /** `known`: those that came by before. */
  constructor(
    private readonly cells: Cells,
    known: ReadonlyMap<string, unknown> | undefined,
  ) {
    for (let at = 0; at < cells.length; at += ACTIVITY_CELLS) {
      const digest = cells[at]!;
      if (known?.has(digest) !== true && !this.said.has(digest)) this.said.set(digest, at);
    }
  }

  has(digest: string): boolean {
    return this.said.has(digest);
  }

  questions(school: string, party: string): readonly Question[] {
    if (this.said.size === 0) return [];
    return [
      question<Found>(FIND, { school, party, digest: [...this.said.keys()] }, (rows) => {
        this.found = rows;
      }),
    ];
  }

  /** What is new is stored with its links; what is known keeps those that it has, which only a re-tag changes. */
  write({ head: { school, party }, activities }: OpenMessage): readonly Asked[] {
    const digests = [...this.said];
    digests.forEach(([digest], at) => {
      activities.set(digest, this.found[at]!.seq);
    });
    const fresh = digests.filter((_, at) => this.found[at]!.is_known === 0).map(([, at]) => this.saidAt(at));
    if (fresh.length === 0) return [];
    const now = Date.now();
    const rows = fresh.map((one) => ({ ...one, seq: activities.get(one.digest)! }));
    const links = rows.flatMap(({ seq, links: of }) => of.map((link) => linkRow(newLink(school, seq, link, now))));
    const oldest = (of: 'sets' | 'mappings') => Math.min(...fresh.map((one) => one[of]));
    return [
      asked(ADD, { school, party, ...listsOf(ACTIVITIES, rows) }),
      ...(links.length === 0 ? [] : [asked(ADD_LINKS, { school, now, ...listsOf(LINKS, links) })]),
      asked(ASK_RETAG, { school, now, sets: oldest('sets'), mappings: oldest('mappings') }),
    ];
  }

  private saidAt(at: number): Said {
    const [digest, document, links, sets, mappings] = this.cells.slice(at, at + ACTIVITY_CELLS) as [string, string, string, string, string];
    return { digest, document, links: JSON.parse(links) as readonly TaggedLink[], sets: Number(sets), mappings: Number(mappings) };
  }
}

function linkRow(link: NewLink) {
  const { activity, goal, coverage, via, original } = link;
  return {
    ...{ activity, goal, coverage, via, original },
    set_id: link.set,
    set_version: link.setVersion,
    supplier_goal: link.supplierGoal,
    supplier_title: link.supplierTitle,
    asserted_by: link.assertedBy,
    mapping_version: link.mappingVersion,
    valid_from: link.validFrom,
    valid_until: link.validUntil,
  };
}
