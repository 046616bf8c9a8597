import { cells } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';

/** One pupil may have two aliases: one from before the LAS's key was known. The one with that key comes last and wins. */
const BY_ECK_ID = cells<readonly [eckId: string, alias: string], { readonly school: string; readonly eckIds: readonly string[] }>(
  ({ inList }) => `
    SELECT eck_id, alias FROM learners WHERE school = @school AND eck_id ${inList('text', 'eckIds')}
    ORDER BY sealed_id IS NOT NULL, seq`,
);

/** Learners of the vault by ECK iD. Ask for some hundreds at a time. */
export function aliasesByEckId(school: string, eckIds: readonly string[]): Script<readonly (readonly [eckId: string, alias: string])[]> {
  return all(BY_ECK_ID, { school, eckIds });
}
