import { allNames, type Person } from '../../rights-store.js';
import { query } from '../../sql/query.js';
import { all, run, type Script } from '../../sql/script.js';
import { bumpRosters } from '../roster/roster-bump.js';

interface Restricting {
  readonly school: string;
  readonly at: string;
  readonly names: readonly string[];
}

const BEGIN = query<never, Restricting>(
  ({ list }) => `
    INSERT INTO restrictions (school, name, since) SELECT @school, n.value, @at FROM ${list('text', 'names', 'n')}
    WHERE NOT EXISTS (SELECT 1 FROM restrictions r WHERE r.school = @school AND r.name = n.value AND r.until IS NULL)
    ON CONFLICT (school, name, since) DO UPDATE SET until = NULL`,
);
const END = query<never, Restricting>(
  ({ inList }) => `UPDATE restrictions SET until = @at WHERE school = @school AND until IS NULL AND name ${inList('text', 'names')}`,
);
const RESTRICTED = query<{ readonly name: string }, { readonly school: string }>(
  () => `
    SELECT name FROM restrictions WHERE school = @school AND until IS NULL
    UNION SELECT a.learner FROM restrictions r JOIN learner_aliases a ON a.school = r.school AND a.alias = r.name
    WHERE r.school = @school AND r.until IS NULL`,
);
const SINCE = query<{ readonly since: string | null }, { readonly school: string; readonly names: readonly string[] }>(
  ({ inList }) =>
    `SELECT min(since) AS since FROM restrictions WHERE school = @school AND until IS NULL AND name ${inList('text', 'names')}`,
);

/** From now on data of the person must not go out, or may again. False when it was so already. */
export function* setRestriction(school: string, person: Person, at: string, on: boolean): Script<boolean> {
  const changes = yield* run(on ? BEGIN : END, { school, at, names: allNames(person) });
  if (changes > 0) yield* bumpRosters(school, person.learner, at);
  return changes > 0;
}

/** Whose data must not go out: by the names that were given, and who goes by one of them in the roster by now. */
export function* restrictedOf(school: string): Script<ReadonlySet<string>> {
  return new Set((yield* all(RESTRICTED, { school })).map(({ name }) => name));
}

/** Since when a person's data must not go out; undefined: they may. */
export function* restrictedSince(school: string, person: Person): Script<string | undefined> {
  return (yield* all(SINCE, { school, names: allNames(person) }))[0]?.since ?? undefined;
}
