import { type Cell, SHARED_CELLS } from '../../tables/cells.js';
import { sharedDigest } from '../../tables/results/shared-texts.js';
import { type Asked, asked } from '../connection/trip.js';
import { compile } from '../statement.js';
import type { OpenMessage } from './open-message.js';
import { type Question, question } from './question.js';
import { listsOf, rowsSql } from './rows.js';

const CONTENTS = { digest: 'bytea', assessment: 'text', document: 'text', tag: 'text' } as const;
const SHARED = { seq: 'bigint', digest: 'bytea', assessment: 'text', exercise: 'bigint', activity: 'bigint', document: 'text' } as const;

/** Of each content its number, which is one from the sequence for what is new. Of an activity that is new there is none yet. */
const FIND = compile(`
  SELECT coalesce(h.seq, nextval('result_shared_seq_seq')) AS seq, h.seq IS NOT NULL AS is_known
  FROM ${rowsSql(CONTENTS, 'r')}
    LEFT JOIN sources s ON s.school = @school AND s.party = @party
    LEFT JOIN LATERAL (SELECT seq FROM activities WHERE school = @school AND party = @party AND digest = r.tag LIMIT 1) a ON true
    LEFT JOIN LATERAL (
      SELECT known.seq FROM result_shared known
      WHERE known.source = s.seq AND known.digest = r.digest AND known.assessment = r.assessment AND known.document = r.document
        AND known.activity IS NOT DISTINCT FROM a.seq AND (r.tag IS NULL OR a.seq IS NOT NULL)
      ORDER BY known.seq LIMIT 1) h ON true
  ORDER BY r.pos`);
const ADD = compile(`
  INSERT INTO result_shared (seq, source, digest, assessment, exercise, activity, document)
  SELECT r.seq, CAST(@source AS bigint), r.digest, r.assessment, r.exercise, r.activity, r.document FROM ${rowsSql(SHARED, 'r')} ORDER BY r.pos`);

interface Found {
  readonly seq: number;
  readonly is_known: 0 | 1;
}

interface Said {
  readonly assessment: string;
  readonly exercise: number;
  /** Digest of its activity. Null: a re-tag finds out. */
  readonly tag: string | null;
  readonly document: string;
  readonly digest: Uint8Array;
}

/** What results of a slice have in common, and none before it in the message had. */
export class SliceShared {
  private readonly said: Said[] = [];
  private found: readonly Found[] = [];

  /** `isActivity`: whether the message brought the activity with this digest. */
  constructor(cells: readonly Cell[], isActivity: (digest: string) => boolean) {
    for (let at = 0; at < cells.length; at += SHARED_CELLS) {
      const [assessment, exercise, tag, document] = cells.slice(at, at + SHARED_CELLS) as [string, number, string | null, string];
      const digest = sharedDigest({ assessment, document });
      this.said.push({ assessment, exercise, tag: tag !== null && isActivity(tag) ? tag : null, document, digest });
    }
  }

  questions(school: string, party: string): readonly Question[] {
    if (this.said.length === 0) return [];
    return [
      question<Found>(FIND, { school, party, ...listsOf(CONTENTS, this.said) }, (rows) => {
        this.found = rows;
      }),
    ];
  }

  /** After the activities. */
  write({ source, activities, shared }: OpenMessage): readonly Asked[] {
    const fresh = new Map<string, number>();
    const rows = this.said.flatMap((said, at) => {
      const { seq, is_known } = this.found[at]!;
      const activity = said.tag === null ? null : activities.get(said.tag)!;
      const name = `${activity}\0${said.assessment}\0${said.document}`;
      const known = is_known === 1 ? seq : fresh.get(name);
      shared.push({ seq: known ?? seq, assessment: said.assessment });
      if (known !== undefined) return [];
      fresh.set(name, seq);
      return [{ ...said, seq, activity }];
    });
    return rows.length === 0 ? [] : [asked(ADD, { source, ...listsOf(SHARED, rows) })];
  }
}
