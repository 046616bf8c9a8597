/**
 * SQL for the learner of the roster that goes with a learner of results, or NULL. The ECK iD comes first: it takes over from the
 * key of the LAS, which another LAS may give to somebody else. Each argument is an SQL expression.
 */
export function matchOf(school: string, eckAlias: string, alias: string): string {
  const learner = (name: string): string => `(SELECT a.learner FROM learner_aliases a WHERE a.school = ${school} AND a.alias = ${name})`;
  return `coalesce(${learner(eckAlias)}, ${learner(alias)})`;
}
