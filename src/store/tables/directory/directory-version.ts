import { query } from '../../sql/query.js';
import { first, type Script } from '../../sql/script.js';

/** The version of the directory: see `Directory.version`. */
export const DIRECTORY_VERSION = query<{ readonly version: number }>(() => 'SELECT version FROM directory_version');

export function* directoryVersion(): Script<number> {
  return (yield* first(DIRECTORY_VERSION, undefined))!.version;
}
