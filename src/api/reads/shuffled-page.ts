import type { Page, Stretch } from '../../store/store.js';
import { StoreError } from '../../store/store-error.js';

/** Rows among which the order that they came in is hidden. */
const STRETCH = 1000;
const PLACE = /^(\d{1,15})(?:\.(\d{1,15})\.(\d{1,15}))?$/;

/** A list of rows that have places, and the order that one receiver sees them in. */
export interface Shuffled<T> {
  /** Places of rows, lowest first. */
  places(stretch: Stretch): Promise<readonly number[]>;
  rowsAt(places: readonly number[]): Promise<ReadonlyMap<number, T>>;
  rank(place: number): string;
}

/** `(after, end]` was begun; all of it up to the rank of `last` has been on a page. */
interface Position {
  readonly after: number;
  readonly end?: number;
  readonly last?: number;
}

/**
 * A page of a list that goes by when rows were stored: stretch after stretch, and in a stretch of rows in an order that only this
 * receiver has. In the order of storing, two receivers could lay their lists side by side. What is stored during a walk comes after
 * all that was there, so nothing is missed. Throws `StoreError('unknown')` for what is no cursor.
 */
export async function shuffledPage<T>(
  list: Shuffled<T>,
  { cursor, limit }: { readonly cursor?: string; readonly limit: number },
): Promise<Page<T>> {
  const picked: number[] = [];
  let position: Position | undefined = cursor === undefined ? { after: 0 } : positionIn(cursor);
  while (position !== undefined && picked.length < limit) position = await pick(list, position, limit, picked);
  const next = position !== undefined && (await isMore(list, position)) ? { next: cursorOf(position) } : {};
  const rows = await list.rowsAt(picked);
  return { items: picked.flatMap((place) => (rows.has(place) ? [rows.get(place) as T] : [])), ...next };
}

/** Adds what goes on the page from one stretch. Gives where to go on, undefined at the end of the list. */
async function pick<T>(list: Shuffled<T>, { after, end, last }: Position, limit: number, picked: number[]): Promise<Position | undefined> {
  const places = await list.places(end === undefined ? { after, limit: STRETCH } : { after, upTo: end });
  const until = end ?? places.at(-1);
  if (until === undefined) return undefined;
  const given = last === undefined ? '' : list.rank(last);
  const rest = places.map((place) => ({ place, rank: list.rank(place) })).filter(({ rank }) => rank > given);
  rest.sort((one, other) => (one.rank < other.rank ? -1 : 1));
  const taken = rest.slice(0, limit - picked.length);
  for (const { place } of taken) picked.push(place);
  const final = taken.at(-1);
  return taken.length < rest.length && final !== undefined ? { after, end: until, last: final.place } : { after: until };
}

async function isMore<T>(list: Shuffled<T>, { after, end }: Position): Promise<boolean> {
  return end !== undefined || (await list.places({ after, limit: 1 })).length > 0;
}

function cursorOf({ after, end, last }: Position): string {
  return end === undefined || last === undefined ? String(after) : `${after}.${end}.${last}`;
}

function positionIn(cursor: string): Position {
  const [, after, end, last] = PLACE.exec(cursor) ?? [];
  if (after === undefined) throw new StoreError('unknown', 'the cursor is not one of this list');
  return end === undefined || last === undefined
    ? { after: Number(after) }
    : { after: Number(after), end: Number(end), last: Number(last) };
}
