/** SQL: the sources of a school, as results name theirs. `school` is an SQL expression. */
export function sourcesOf(school: string): string {
  return `(SELECT seq FROM sources WHERE school = ${school})`;
}
