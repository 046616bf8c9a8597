import type { Database, Statement } from 'better-sqlite3';
import type { TaggedLink } from '../../../goals/tagged-link.js';
import type { ActivityRow, TaggedWith } from '../../../goals/tagger.js';
import { ACTIVITY_CELLS, type Cells } from '../../tables/cells.js';
import { ADD_ACTIVITY, FIND_ACTIVITY } from '../../tables/goals/activities.js';
import type { OpenDelivery } from '../connection/open-delivery.js';
import type { Kept } from '../connection/writer-memory.js';
import { textForSqlite } from '../sql/sqlite-words.js';
import { goalVersion } from './goal-versions.js';
import { LinkTable } from './link-table.js';
import { RetagQueue } from './retag/retag-queue.js';

/** Activities of results, each once per school and party. Synchronous; runs inside the caller's transaction. */
export class ActivityTable {
  private readonly find: Statement<unknown[], number>;
  private readonly insert: Statement<unknown[], number>;
  private readonly links: LinkTable;
  private readonly queue: RetagQueue;

  /** `memory`: numbers by school, party and digest. */
  constructor(
    private readonly db: Database,
    private readonly memory: Kept<number>,
  ) {
    this.find = db.prepare<unknown[], number>(textForSqlite(FIND_ACTIVITY)).pluck();
    this.insert = db.prepare<unknown[], number>(textForSqlite(ADD_ACTIVITY)).pluck();
    this.links = new LinkTable(db);
    this.queue = new RetagQueue(db);
  }

  /** What is new is stored with its links; what is known keeps those that it has, which only a re-tag changes. */
  store(delivery: OpenDelivery, cells: Cells): void {
    const { school, party, activities } = delivery;
    for (let at = 0; at < cells.length; at += ACTIVITY_CELLS) {
      const digest = cells[at]!;
      if (activities.has(digest)) continue;
      const look = (): number => this.find.get({ school, party, digest }) ?? this.addCells(school, party, cells, at);
      activities.set(digest, this.memory.read(`${school}\n${party}\n${digest}`, look));
    }
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
    return this.insert.get({ school, party, digest, document, ...taggedWith })!;
  }
}
