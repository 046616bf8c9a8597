import type { Config } from '../../config/config.js';
import { storeLocationOf } from '../../config/store-location.js';
import { supplied } from '../../core/supplied.js';
import { sealingKeyring } from '../../secret/existing-keyring.js';
import { isOfThisVersion } from '../../store/copies.js';
import {
  type MovedSum,
  type MoveProgress,
  type MoveTarget,
  movedTables,
  moveTables,
  withPostgresSource,
  withPostgresTarget,
  withSqliteSource,
} from '../../store/moves.js';
import { lockData, openStore } from '../../store/open.js';
import { unfit } from '../refusal.js';
import { type MovePlace, placeNamed, placeOfSettings } from './move-place.js';
import { filesBeside, toDirectory } from './to-directory.js';

export interface MoveOptions {
  /** Its store moves. */
  readonly config: Config;
  /** `postgres://…` or `sqlite:DIRECTORY`. */
  readonly to: string;
  readonly now: Date;
  /** Who moves it, as the audit says it. */
  readonly actor: string;
  readonly onProgress: MoveProgress;
  /** See `whenInterrupted`. */
  readonly whenInterrupted: (clean: () => void) => () => void;
}

export interface Moved {
  /** The places as people may read them: without a password. */
  readonly from: string;
  readonly to: string;
  readonly tables: readonly MovedSum[];
  /** Folder with the store that had moved away from there before. */
  readonly replaced?: string;
  /** Files beside the old store that belong beside the new one. */
  readonly toCopy: readonly string[];
}

/**
 * Moves the store of these settings to another database, all of it or nothing, and marks it so that nobody uses it any more. No gateway and no
 * command may use either meanwhile. Throws `Refusal`, `StoreError`, `ConfigError`, errors of the system; then everything is as it was, but for
 * an entry in the audit.
 */
export async function moveStore(options: MoveOptions): Promise<Moved> {
  const from = placeOfSettings(options.config);
  const to = placeNamed(options.to);
  if (from.kind === 'sqlite' && to.kind === 'postgres') return toPostgres(options, from, to);
  if (from.kind === 'postgres' && to.kind === 'sqlite') return toSqlite(options, from, to);
  throw unfit(
    from.kind === 'sqlite'
      ? 'the store of these settings is with SQLite already: copy it with uwlr backup and uwlr restore'
      : 'the store of these settings is in PostgreSQL already: copy it with the tools of PostgreSQL',
  );
}

type Place<Kind extends MovePlace['kind']> = Extract<MovePlace, { kind: Kind }>;

async function toPostgres(options: MoveOptions, from: Place<'sqlite'>, to: Place<'postgres'>): Promise<Moved> {
  const tables = movedTables();
  const lock = lockData({ dataDirectory: from.directory }, 'move');
  try {
    // Both before anything is written: a store that moved already is named, and an address that is wrong leaves no entry in the audit.
    isOfThisVersion(from.directory);
    await withPostgresTarget(to.url, tables, async () => undefined);
    await record(options);
    const sums = await withSqliteSource(from.directory, async (source) => {
      const moved = await withPostgresTarget(to.url, tables, (target) => moveTables(source, target, tables, options.onProgress));
      await source.markMoved(to.shown);
      return moved;
    });
    return { from: from.shown, to: to.shown, tables: sums, toCopy: [] };
  } finally {
    lock.release();
  }
}

async function toSqlite(options: MoveOptions, from: Place<'postgres'>, to: Place<'sqlite'>): Promise<Moved> {
  const tables = movedTables();
  const { config, now, onProgress } = options;
  const toCopy = filesBeside(config, to.directory);
  const lock = lockData({ dataDirectory: to.directory }, 'move');
  try {
    return await toDirectory(to.directory, options, async (fill) => {
      await record(options);
      return withPostgresSource(from.url, tables, async (source) => {
        const copy = (target: MoveTarget) => moveTables(source, target, tables, onProgress);
        const { done, replaced } = await fill(copy, now);
        await source.markMoved(to.shown);
        return { from: from.shown, to: to.shown, tables: done, ...supplied({ replaced }), toCopy };
      });
    });
  } finally {
    lock.release();
  }
}

/** In the audit before anything is copied, so that it is in both. The secret has to be the one of the store: it is needed there too. */
async function record({ config, now, actor }: MoveOptions): Promise<void> {
  const store = await openStore({ ...storeLocationOf(config), actor, shortLived: true });
  try {
    await sealingKeyring(config, store);
    await store.appendAudit([{ at: now.toISOString(), actor, operation: 'store.move', outcome: 'done', counts: {} }]);
  } finally {
    await store.close();
  }
}
