import { type Cell, RESULT_CELLS, unsealed } from '../../tables/cells.js';
import { UNPLACED } from '../../tables/results/result-id.js';
import { type Asked, asked } from '../connection/trip.js';
import { compile } from '../statement.js';
import type { SliceLearners } from './learners.js';
import type { OpenMessage } from './open-message.js';
import { type Question, question } from './question.js';
import { listsOf, rowsSql } from './rows.js';

const IDS = { id: 'bytea' } as const;
const RESULTS = {
  id: 'bytea',
  revision: 'bigint',
  current: 'bigint',
  learner: 'bigint',
  eck_number: 'bigint',
  shared: 'bigint',
  day: 'bigint',
  key: 'text',
  sealed_key: 'bytea',
  own: 'text',
} as const;
const NAMES = Object.keys(RESULTS);

const ofSource = (irregular: string, id: string, current: 0 | 1) => `
  SELECT r.* FROM sources s CROSS JOIN ${rowsSql(IDS, 'i')} CROSS JOIN LATERAL (
    SELECT r.seq, r.id, r.revision, r.current, r.learner, (SELECT h.assessment FROM result_shared h WHERE h.seq = r.shared) AS assessment
    FROM results r WHERE r.source = s.seq AND r.id = ${id} AND r.current = ${current} OFFSET 0) r
  WHERE s.school = @school AND s.party = @party ${irregular}`;
const IRREGULAR = 'AND s.irregular = 1';
const ANYWHERE = `set_byte(i.id, 0, ${UNPLACED})`;

/** Revisions of results with these ids: the current ones. Of an irregular source all of them, also where no key leads to. */
const FIND = compile(
  [ofSource('', 'i.id', 1), ofSource(IRREGULAR, 'i.id', 0), ofSource(IRREGULAR, ANYWHERE, 1), ofSource(IRREGULAR, ANYWHERE, 0)].join(
    ' UNION ALL ',
  ),
);
const SUPERSEDE = compile('UPDATE results SET current = 0 WHERE seq = ANY (CAST(@seqs AS bigint[]))');
const ADD = compile(`
  INSERT INTO results (source, exchange, ${NAMES.join(', ')})
  SELECT CAST(@source AS bigint), CAST(@exchange AS bigint), ${NAMES.map((name) => `r.${name}`).join(', ')} FROM ${rowsSql(RESULTS, 'r')} ORDER BY r.pos`);

interface Found {
  readonly seq: number;
  readonly id: Buffer;
  readonly revision: number;
  readonly current: 0 | 1;
  readonly learner: number;
  readonly assessment: string;
}

interface NewRow {
  readonly id: Buffer;
  readonly revision: number;
  current: 0 | 1;
  readonly learner: number;
  readonly eck_number: number;
  readonly shared: number;
  readonly day: Cell;
  readonly key: Cell;
  readonly sealed_key: Buffer | null;
  readonly own: Cell;
}

/** A current revision: in the database, or a row of this slice. */
interface Current {
  readonly at: { readonly seq: number } | { readonly row: NewRow };
  readonly revision: number;
  readonly learner: number;
  readonly assessment: string;
}

/** Something that a result has, and the revision whose place it takes. */
export type Pair<T> = readonly [before: T, now: T];

/** Results of a slice, a row per revision. */
export class SliceResults {
  private readonly current = new Map<string, Current>();
  /** The last revision under each id. */
  private readonly last = new Map<string, number>();
  private readonly superseded: number[] = [];
  /** Corrections that are of another learner, or assessment, than what they correct. */
  readonly learnersChanged: Pair<number>[] = [];
  readonly assessmentsChanged: Pair<string>[] = [];

  constructor(private readonly cells: readonly Cell[]) {}

  questions(school: string, party: string): readonly Question[] {
    if (this.cells.length === 0) return [];
    const ids = new Set<string>();
    for (let at = 0; at < this.cells.length; at += RESULT_CELLS) ids.add(this.cells[at] as string);
    const id = [...ids].map((cell) => Buffer.from(cell, 'latin1'));
    return [
      question<Found>(FIND, { school, party, id }, (rows) => {
        for (const row of rows) this.keep(row);
      }),
    ];
  }

  /** After what they have in common. Throws `StoreError('unknown')` for a result of a learner who is not known. */
  write(open: OpenMessage, learners: SliceLearners): readonly Asked[] {
    if (this.cells.length === 0) return [];
    const rows = this.rows(open, learners);
    return [
      ...learners.writeEckIds(),
      ...(this.superseded.length === 0 ? [] : [asked(SUPERSEDE, { seqs: this.superseded })]),
      asked(ADD, { source: open.source, exchange: open.exchange, ...listsOf(RESULTS, rows) }),
    ];
  }

  private keep({ seq, id, revision, current, learner, assessment }: Found): void {
    const name = id.toString('latin1');
    this.last.set(name, Math.max(revision, this.last.get(name) ?? 0));
    if (current === 1) this.current.set(name, { at: { seq }, revision, learner, assessment });
  }

  private rows(open: OpenMessage, learners: SliceLearners): readonly NewRow[] {
    const { cells } = this;
    const rows: NewRow[] = [];
    let [learner, eck_number] = [0, 0];
    for (let at = 0; at < cells.length; at += RESULT_CELLS) {
      const alias = cells[at + 1] as string | null;
      if (alias !== null) {
        learner = learners.numberOf(alias);
        eck_number = learners.eckNumberOf(alias, cells[at + 2] as string | null);
      }
      const { id, revision } = this.placeOf(cells[at] as string, open.isIrregular);
      const { seq: shared, assessment } = open.shared[cells[at + 3] as number]!;
      const latest = this.current.get(id);
      const [day, key, own] = [cells[at + 4]!, cells[at + 5]!, cells[at + 7]!];
      const row: NewRow = {
        ...{ id: Buffer.from(id, 'latin1'), revision: latest === undefined ? revision : latest.revision + 1, current: 1 },
        ...{ learner, eck_number, shared, day, key, sealed_key: unsealed(cells[at + 6]), own },
      };
      if (latest !== undefined) this.supersede(open, latest, { learner, assessment });
      this.current.set(id, { at: { row }, revision: row.revision, learner, assessment });
      this.last.set(id, row.revision);
      rows.push(row);
      open.results += 1;
    }
    return rows;
  }

  /** Where a result is that is here already, and the revision after its last: its current one may be gone, when that was of a pupil who was erased. */
  private placeOf(given: string, isIrregular: boolean): { readonly id: string; readonly revision: number } {
    if (!isIrregular) return { id: given, revision: 1 };
    const unplaced = `${String.fromCharCode(UNPLACED)}${given.slice(1)}`;
    const [here, there] = [this.last.get(given) ?? 0, this.last.get(unplaced) ?? 0];
    return there > here ? { id: unplaced, revision: there + 1 } : { id: given, revision: here + 1 };
  }

  private supersede(open: OpenMessage, latest: Current, now: Pick<Current, 'learner' | 'assessment'>): void {
    open.revised += 1;
    if (latest.learner !== now.learner) this.learnersChanged.push([latest.learner, now.learner]);
    if (latest.assessment !== now.assessment) this.assessmentsChanged.push([latest.assessment, now.assessment]);
    if ('row' in latest.at) latest.at.row.current = 0;
    else this.superseded.push(latest.at.seq);
  }
}
