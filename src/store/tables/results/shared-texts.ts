import { hash } from 'node:crypto';
import { query } from '../../sql/query.js';
import { all, first, runMany, type Script } from '../../sql/script.js';

/** Of a digest of 32: enough to find a text by. */
const DIGEST_BYTES = 16;

/** What results of a source have in common. */
export interface SharedRow {
  readonly source: number;
  readonly assessment: string;
  readonly exercise: 0 | 1;
  /** Number of the activity that they are of. Null: a re-tag finds out. */
  readonly activity: number | null;
  readonly document: string;
}

/** With what it is found by. */
export interface DigestedRow extends SharedRow {
  readonly digest: Uint8Array;
}

export interface KnownShared {
  readonly seq: number;
  readonly activity: number | null;
  readonly same: 0 | 1;
}

/** Those with this digest, which may be of another text. */
export const FIND_SHARED = query<KnownShared, DigestedRow>(
  () => `
    SELECT seq, activity, CASE WHEN assessment = @assessment AND document = @document THEN 1 ELSE 0 END AS same FROM result_shared
    WHERE source = @source AND digest = @digest ORDER BY seq`,
);

export const INSERT_SHARED = query<{ readonly seq: number }, DigestedRow>(
  () => `
    INSERT INTO result_shared (source, digest, assessment, exercise, activity, document)
    VALUES (@source, @digest, @assessment, @exercise, @activity, @document) RETURNING seq`,
);

const FORGET = query<never, { readonly seq: number }>(
  () => 'DELETE FROM result_shared WHERE seq = @seq AND NOT EXISTS (SELECT 1 FROM results r WHERE r.shared = result_shared.seq)',
);

export function sharedDigest({ assessment, document }: Pick<SharedRow, 'assessment' | 'document'>): Uint8Array {
  return hash('sha256', `${assessment}\n${document}`, 'buffer').subarray(0, DIGEST_BYTES);
}

export function digested(row: SharedRow): DigestedRow {
  return { ...row, digest: sharedDigest(row) };
}

/** Of those that were found, the one that is this row. */
export function sameShared(found: readonly KnownShared[], { activity }: SharedRow): KnownShared | undefined {
  return found.find((one) => one.same === 1 && one.activity === activity);
}

/** The number of this content, which is stored if it is new. */
export function* numberOfShared(row: SharedRow): Script<number> {
  const whole = digested(row);
  const known = sameShared(yield* all(FIND_SHARED, whole), row);
  return (known ?? (yield* first(INSERT_SHARED, whole))!).seq;
}

/** Removes those that no result has any more: they may say something about the pupil whose results they were. */
export function* forgetShared(seqs: readonly number[]): Script<void> {
  yield* runMany(
    FORGET,
    seqs.map((seq) => ({ seq })),
  );
}
