import { query } from '../../sql/query.js';
import { all, run, runMany, type Script } from '../../sql/script.js';

export interface AskedRetag {
  readonly school: string;
  readonly cause: string;
  readonly at: number;
}

/** One that has not begun yet does it all. */
export const ASK_RETAG = query<never, AskedRetag>(
  () => `
    INSERT INTO retag_jobs (school, cause, step, position, done, total, changed, links, ended, events, asked_at)
    SELECT CAST(@school AS TEXT), CAST(@cause AS TEXT), 'results', 0, 0, 0, 0, 0, 0, 0, CAST(@at AS BIGINT)
    WHERE NOT EXISTS (
      SELECT 1 FROM retag_jobs WHERE school = @school AND ended_at IS NULL AND step = 'results' AND position = 0 AND total = 0)`,
);
const SCHOOLS_WITH = query<{ readonly school: string }, { readonly school: string | null; readonly party: string | null }>(
  () => `
    SELECT school FROM (
      SELECT school FROM activities WHERE party = coalesce(@party, party)
      UNION SELECT o.school FROM result_shared h JOIN sources o ON o.seq = h.source WHERE h.activity IS NULL) AS tagged
    WHERE school = coalesce(@school, school) ORDER BY school`,
);

/** Asks for a re-tag of a school. */
export function* askRetag(school: string, cause: string, at: number): Script<void> {
  yield* run(ASK_RETAG, { school, cause, at });
}

/** Of every school that has results; only of one school, or of those that have results of a party. */
export function* askRetagOfAll(
  cause: string,
  at: number,
  { school = null, party = null }: { readonly school?: string | null; readonly party?: string | null } = {},
): Script<void> {
  const schools = yield* all(SCHOOLS_WITH, { school, party });
  yield* runMany(
    ASK_RETAG,
    schools.map((one) => ({ school: one.school, cause, at })),
  );
}
