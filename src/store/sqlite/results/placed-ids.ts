import { PLACES } from '../../tables/results/result-id.js';

/**
 * SQL: ids of rows that are the id `id`, which is an SQL expression of `idBytes`, wherever it stands. Name the index with it: SQLite takes so many
 * ids for a reason to go through the whole source.
 */
export function placedIds(id: string): string {
  const places = Array.from({ length: PLACES + 1 }, (_, place) => `(x'${Buffer.of(place).toString('hex')}')`);
  return `(SELECT CAST(column1 || ${id} AS BLOB) FROM (VALUES ${places.join(', ')}))`;
}
