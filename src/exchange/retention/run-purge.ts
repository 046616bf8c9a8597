import type { Terms } from '../../privacy/data-class.js';
import type { PurgeLine, PurgeReport, PurgeRun, PurgeScope } from '../../store/retention-store.js';
import type { Store } from '../../store/store.js';
import { purgeScopes, purgeScopesOfNobody } from './purge-scopes.js';
import { termsOf } from './terms.js';

export interface PurgeOptions {
  /** Only of this school. */
  readonly school?: string;
  /** The terms of the gateway, which a school can only make shorter. */
  readonly terms: Terms;
  readonly now: Date;
  /** True: end as soon as may be. What went so far has gone. */
  readonly stopping?: () => boolean;
  /** True when nobody waits for the store, so that it may be kept busy for some seconds. */
  readonly quiet?: () => boolean;
}

type PurgeStore = Pick<Store, 'directory' | 'retentionTerms' | 'startPurge' | 'forecastPurge'>;

/** What would go, and of which schools nothing does because they are held. */
export interface Forecast {
  readonly lines: readonly PurgeLine[];
  readonly held: readonly string[];
}

interface SchoolScopes {
  readonly school: string | undefined;
  readonly scopes: readonly PurgeScope[];
}

/**
 * Removes what is older than the terms allow, of every school but those that are held, and gives the room back to the file system.
 * Undefined when another purge is under way, in whatever process. Errors: `StoreError`; the report then says `failed`.
 */
export async function runPurge(store: PurgeStore, options: PurgeOptions): Promise<PurgeReport | undefined> {
  const run = await store.startPurge(options.now.toISOString());
  if (run === undefined) return undefined;
  const held = new Set<string>();
  const end = (outcome: PurgeReport['outcome']) => run.finish({ at: new Date().toISOString(), outcome, held: [...held] });
  try {
    const done = await purgeAll(run, await scopesOf(store, options), options.stopping ?? (() => false), held);
    if (done) await run.shrink(options.quiet ?? (() => true));
    return await end(done ? 'done' : 'stopped');
  } catch (error) {
    await end('failed').catch(() => undefined);
    throw error;
  }
}

/** What `runPurge` would remove now. Removes nothing. */
export async function forecastPurge(store: PurgeStore, options: PurgeOptions): Promise<Forecast> {
  const lines: PurgeLine[] = [];
  const held: string[] = [];
  const { schools } = await store.directory();
  for (const { school, scopes } of await scopesOf(store, options)) {
    if (school !== undefined && schools.get(school)?.heldSince !== undefined) held.push(school);
    else lines.push(...(await store.forecastPurge(scopes)));
  }
  return { lines, held };
}

/** False when it was told to stop. Adds the schools that turn out to be held to `held`. */
async function purgeAll(run: PurgeRun, all: readonly SchoolScopes[], stopping: () => boolean, held: Set<string>): Promise<boolean> {
  for (const { school, scopes } of all) {
    for (const scope of scopes) {
      const allowed = await run.purge(scope, stopping);
      if (stopping()) return false;
      if (allowed) continue;
      if (school !== undefined) held.add(school);
      break;
    }
  }
  return true;
}

async function scopesOf(store: PurgeStore, { school, terms, now }: PurgeOptions): Promise<readonly SchoolScopes[]> {
  const own = await store.retentionTerms();
  const ids = school === undefined ? [...(await store.directory()).schools.keys()] : [school];
  const ofSchools = ids.map((id) => ({ school: id, scopes: purgeScopes(id, termsOf(id, terms, own), now) }));
  return school === undefined ? [...ofSchools, { school: undefined, scopes: purgeScopesOfNobody(terms, now) }] : ofSchools;
}
