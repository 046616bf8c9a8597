/**
 * A part of a list.
 *
 * Several nodes may store at the same time, and transactions of two schools may be committed in another order than that of their numbers.
 * Within a school there is one order, that of commits. So a list that a reader follows, from the oldest on by a cursor, a place or `since`,
 * is of one school (results, assessments, signals, annotations, learners without a roster): whoever follows it misses nothing. A list over
 * several schools (messages, deliveries, the audit) is for people, and goes from the newest on: what is being stored while somebody turns
 * its pages may be missing from that walk, and is near the front of the next. Nothing remembers a place in it.
 */
export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor of the next page; absent on the last one. */
  readonly next?: string;
}

/**
 * Part of a list of one school, by the places of its rows: numbers that go up as rows of that school are stored. `upTo` is inclusive; without `limit` all of it.
 */
export interface Stretch {
  readonly after: number;
  readonly upTo?: number;
  readonly limit?: number;
}
