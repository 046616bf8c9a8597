import { ASSESSMENT_CELLS, type Cells } from '../../tables/cells.js';
import { type Asked, asked } from '../connection/trip.js';
import { compile } from '../statement.js';
import type { OpenMessage } from './open-message.js';
import { type Question, question } from './question.js';
import { listsOf, rowsSql } from './rows.js';

const ASKED = { id: 'text', document: 'text' } as const;
const ASSESSMENTS = { id: 'text', revision: 'bigint', current: 'bigint', code: 'text', version: 'text', document: 'text' } as const;

const FIND = compile(`
  SELECT r.id, a.seq, a.revision, a.document = r.document AS is_same FROM ${rowsSql(ASKED, 'r')}
    JOIN LATERAL (SELECT seq, revision, document FROM assessments l WHERE l.school = @school AND l.id = r.id ORDER BY l.revision DESC LIMIT 1) a ON true
  ORDER BY r.pos`);
const SUPERSEDE = compile('UPDATE assessments SET current = 0 WHERE seq = ANY (CAST(@seqs AS bigint[]))');
const ADD = compile(`
  INSERT INTO assessments (school, party, exchange, id, revision, current, code, version, document)
  SELECT CAST(@school AS text), CAST(@party AS text), CAST(@exchange AS bigint), r.id, r.revision, r.current, r.code, r.version, r.document
  FROM ${rowsSql(ASSESSMENTS, 'r')} ORDER BY r.pos`);

interface Found {
  readonly id: string;
  readonly seq: number;
  readonly revision: number;
  readonly is_same: 0 | 1;
}

interface NewRow {
  readonly id: string;
  readonly revision: number;
  current: 0 | 1;
  readonly code: string | null;
  readonly version: string | null;
  readonly document: string;
}

interface Latest {
  readonly at: { readonly seq: number } | { readonly row: NewRow };
  readonly revision: number;
  readonly document: string | undefined;
}

/** Assessments of a message, a row per revision that differs. */
export class MessageAssessments {
  private readonly latest = new Map<string, Latest>();

  constructor(private readonly cells: Cells) {}

  questions(school: string): readonly Question[] {
    const { cells } = this;
    const documents = new Map<string, string>();
    for (let at = 0; at < cells.length; at += ASSESSMENT_CELLS) {
      if (!documents.has(cells[at]!)) documents.set(cells[at]!, cells[at + 3]!);
    }
    if (documents.size === 0) return [];
    const rows = [...documents].map(([id, document]) => ({ id, document }));
    return [
      question<Found>(FIND, { school, ...listsOf(ASKED, rows) }, (found) => {
        for (const { id, seq, revision, is_same } of found) {
          this.latest.set(id, { at: { seq }, revision, document: is_same === 1 ? documents.get(id) : undefined });
        }
      }),
    ];
  }

  write({ head: { school, party }, exchange }: OpenMessage): readonly Asked[] {
    const { cells } = this;
    const rows: NewRow[] = [];
    const superseded: number[] = [];
    for (let at = 0; at < cells.length; at += ASSESSMENT_CELLS) {
      const [id, document] = [cells[at]!, cells[at + 3]!];
      const latest = this.latest.get(id);
      if (latest?.document === document) continue;
      if (latest !== undefined && 'seq' in latest.at) superseded.push(latest.at.seq);
      if (latest !== undefined && 'row' in latest.at) latest.at.row.current = 0;
      const revision = (latest?.revision ?? 0) + 1;
      const row: NewRow = { id, revision, current: 1, code: cells[at + 1]!, version: cells[at + 2]!, document };
      rows.push(row);
      this.latest.set(id, { at: { row }, revision, document });
    }
    if (rows.length === 0) return [];
    return [
      ...(superseded.length === 0 ? [] : [asked(SUPERSEDE, { seqs: superseded })]),
      asked(ADD, { school, party, exchange, ...listsOf(ASSESSMENTS, rows) }),
    ];
  }
}
