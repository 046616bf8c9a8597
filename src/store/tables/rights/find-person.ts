import { supplied } from '../../../core/supplied.js';
import type { Person, PersonFound } from '../../rights-store.js';
import { query } from '../../sql/query.js';
import { all, first, type Script } from '../../sql/script.js';

interface ResultLearner {
  readonly seq: number;
  readonly alias: string;
  readonly eck_alias: string | null;
  readonly roster_learner: string | null;
}

/** A person with the numbers of the learners of results that are this person. */
export interface PersonRows {
  readonly person: Person;
  readonly learners: readonly number[];
}

type Named = { readonly school: string; readonly name: string };
type OfLearner = { readonly school: string; readonly learner: string };

const COLUMNS = 'SELECT seq, alias, eck_alias, roster_learner FROM learners WHERE school = @school';
const IN_ROSTER = query<{ readonly id: string }, OfLearner>(
  () => `SELECT id FROM roster_objects WHERE school = @school AND kind = 'learner' AND id = @learner LIMIT 1`,
);
const OWNER = query<{ readonly learner: string }, Named>(
  () => 'SELECT learner FROM learner_aliases WHERE school = @school AND alias = @name',
);
const ALIASES = query<{ readonly alias: string }, OfLearner>(
  () => 'SELECT alias FROM learner_aliases WHERE school = @school AND learner = @learner',
);
const NAMED = query<ResultLearner, Named>(() => `${COLUMNS} AND alias = @name UNION ${COLUMNS} AND eck_alias = @name`);
const MATCHED = query<ResultLearner, OfLearner>(() => `${COLUMNS} AND roster_learner = @learner`);

/**
 * Finds everything in a school that is one learner: what the roster calls the learner by, and the learners of results that it goes
 * with, or that share a name while no roster knows them. `rosterId`: as `RightsStore.findPerson`.
 */
export function* findPerson(
  school: string,
  { rosterId, names }: { readonly rosterId?: string; readonly names: readonly string[] },
): Script<PersonFound> {
  const given = [...names, ...(rosterId === undefined ? [] : [rosterId])];
  const owners = new Set<string>();
  let known = false;
  if (rosterId !== undefined && (yield* first(IN_ROSTER, { school, learner: rosterId })) !== undefined) owners.add(rosterId);
  for (const name of given) {
    const owner = yield* first(OWNER, { school, name });
    if (owner !== undefined) owners.add(owner.learner);
    for (const row of yield* all(NAMED, { school, name })) {
      known = true;
      if (row.roster_learner !== null) owners.add(row.roster_learner);
    }
  }
  if (owners.size > 1) return { kind: 'ambiguous' };
  const [learner] = owners;
  if (learner === undefined && !known) return { kind: 'unknown' };
  return { kind: 'found', person: (yield* wholePerson(school, learner, learner === undefined ? given : [])).person };
}

/** A person as it is known by now. */
export function* findAgain(school: string, { learner, names }: Person): Script<PersonRows> {
  return yield* wholePerson(school, learner, names);
}

function* wholePerson(school: string, learner: string | undefined, given: readonly string[]): Script<PersonRows> {
  const names = new Set(given);
  const rows = new Map<number, ResultLearner>();
  if (learner !== undefined) for (const { alias } of yield* all(ALIASES, { school, learner })) names.add(alias);
  function* take(row: ResultLearner): Script<void> {
    rows.set(row.seq, row);
    for (const name of [row.alias, row.eck_alias]) {
      // A name that the roster gives to somebody else says nothing about this one.
      if (name !== null && ((yield* first(OWNER, { school, name }))?.learner ?? learner) === learner) names.add(name);
    }
  }
  if (learner !== undefined) for (const row of yield* all(MATCHED, { school, learner })) yield* take(row);
  // A set that grows is gone through to its end.
  for (const name of names) {
    for (const row of yield* all(NAMED, { school, name })) if (row.roster_learner === null) yield* take(row);
  }
  return { person: { ...supplied({ learner }), names: [...names].sort() }, learners: [...rows.keys()] };
}
