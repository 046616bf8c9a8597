import { supplied } from '../core/supplied.js';
import type { StoreLocation } from '../store/open.js';
import type { Config } from './config.js';

/** Where the store of these settings is: the one place at which the command line and the gateway find out. */
export function storeLocationOf({
  data,
  databaseUrl,
  databaseConnections,
  erasureMarks,
}: Pick<Config, 'data' | 'databaseUrl' | 'databaseConnections' | 'erasureMarks'>): Omit<StoreLocation, 'actor' | 'shortLived' | 'serving'> {
  return { dataDirectory: data, ...supplied({ databaseUrl: databaseUrl?.reveal(), databaseConnections, erasureMarks }) };
}
