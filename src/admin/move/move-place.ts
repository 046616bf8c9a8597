import path from 'node:path';
import type { Config } from '../../config/config.js';
import { isPostgres, shownUrl } from '../../store/database-url.js';
import { unfit } from '../refusal.js';

/** Where a store is, or is to be. `shown`: without a password. */
export type MovePlace =
  | { readonly kind: 'sqlite'; readonly directory: string; readonly shown: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly shown: string };

const SQLITE = 'sqlite:';

/** `postgres://…` or `sqlite:DIRECTORY`. Throws `Refusal('unfit')`. */
export function placeNamed(text: string): MovePlace {
  if (isPostgres(text)) return { kind: 'postgres', url: text, shown: shownUrl(text) };
  if (text.startsWith(SQLITE) && text.length > SQLITE.length) return inDirectory(path.resolve(text.slice(SQLITE.length)));
  throw unfit('--to takes postgres://user@host/database, or sqlite:DIRECTORY');
}

/** Where the store of these settings is. */
export function placeOfSettings({ data, databaseUrl }: Pick<Config, 'data' | 'databaseUrl'>): MovePlace {
  const url = databaseUrl?.reveal();
  return url === undefined ? inDirectory(data) : { kind: 'postgres', url, shown: shownUrl(url) };
}

function inDirectory(directory: string): MovePlace {
  return { kind: 'sqlite', directory, shown: `${SQLITE}${directory}` };
}
