import type { Database, Statement } from 'better-sqlite3';
import type { TaggedLink } from '../../../goals/tagged-link.js';
import type { ActivityRow, TaggedWith } from '../../../goals/tagger.js';
import { ACTIVITY_CELLS, type Cells } from '../../tables/cells.js';
import type { OpenDelivery } from '../connection/open-delivery.js';
import { Kept } from '../connection/writer-memory.js';
import { goalVersion } from './goal-versions.js';
import { LinkTable } from './link-table.js';
import { RetagQueue } from './retag/retag-queue.js';

/** What is known of links that nobody made: they are older than any set and mapping. */
const NEVER: TaggedWith = { sets: 0, mappings: 0 };

/** Activities of results, each once per school and party. Synchronous; runs inside the caller's transaction. */
export class ActivityTable {
  private readonly find: Statement<[string, string, string], number>;
  private readonly insert: Statement<unknown[]>;
  private readonly links: LinkTable;
  private readonly queue: RetagQueue;

  /** `memory`: numbers by school, party and digest. */
  constructor(
    private readonly db: Database,
    private readonly memory = new Kept<number>(0),
  ) {
    this.find = db
      .prepare<[string, string, string], number>('SELECT seq FROM activities WHERE school = ? AND party = ? AND digest = ?')
      .pluck();
    this.insert = db.prepare(`
      INSERT INTO activities (school, party, digest, document, tagged_at_sets, tagged_at_mappings) VALUES (?, ?, ?, ?, ?, ?)`);
    this.links = new LinkTable(db);
    this.queue = new RetagQueue(db);
  }

  /** What is new is stored with its links; what is known keeps those that it has, which only a re-tag changes. */
  store(delivery: OpenDelivery, cells: Cells): void {
    const { school, party, activities } = delivery;
    for (let at = 0; at < cells.length; at += ACTIVITY_CELLS) {
      const digest = cells[at]!;
      if (activities.has(digest)) continue;
      const look = (): number => this.find.get(school, party, digest) ?? this.addCells(school, party, cells, at);
      activities.set(digest, this.memory.read(`${school}\n${party}\n${digest}`, look));
    }
  }

  /** The number of an activity; one that is new has no links yet, and is to be tagged. */
  numberOf(school: string, party: string, activity: Pick<ActivityRow, 'digest' | 'document'>): number {
    return this.find.get(school, party, activity.digest) ?? this.add(school, party, activity, NEVER);
  }

  private addCells(school: string, party: string, cells: Cells, at: number): number {
    const [digest, document, links, sets, mappings] = cells.slice(at, at + ACTIVITY_CELLS) as string[];
    const taggedWith = { sets: Number(sets), mappings: Number(mappings) };
    const seq = this.add(school, party, { digest: digest!, document: document! }, taggedWith);
    const now = Date.now();
    for (const link of JSON.parse(links!) as readonly TaggedLink[]) this.links.add(school, seq, link, now);
    // Sets or mappings that changed between the tagging and this moment: a re-tag that is over has not seen this activity.
    const isOld = taggedWith.sets < goalVersion(this.db, 'sets') || taggedWith.mappings < goalVersion(this.db, 'mappings');
    if (isOld) this.queue.ask(school, 'late', now);
    return seq;
  }

  private add(
    school: string,
    party: string,
    { digest, document }: Pick<ActivityRow, 'digest' | 'document'>,
    taggedWith: TaggedWith,
  ): number {
    return Number(this.insert.run(school, party, digest, document, taggedWith.sets, taggedWith.mappings).lastInsertRowid);
  }
}
