import { supplied } from '../core/supplied.js';
import type { StoreLocation } from '../store/open.js';
import type { Config } from './config.js';

/** Where the store of these settings is: the one place at which the command line and the gateway find out. */
export function storeLocationOf({
  data,
  databaseUrl,
  erasureMarks,
}: Pick<Config, 'data' | 'databaseUrl' | 'erasureMarks'>): Pick<StoreLocation, 'dataDirectory' | 'databaseUrl' | 'erasureMarks'> {
  return { dataDirectory: data, ...supplied({ databaseUrl: databaseUrl?.reveal(), erasureMarks }) };
}
