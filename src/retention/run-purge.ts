import type { Terms } from '../privacy/data-class.js';
import type { PurgeLine, PurgeReport, PurgeRun, PurgeScope } from '../store/retention-store.js';
import type { Store } from '../store/store.js';
import { type Accepted, type Asked, PurgeGuard } from './purge-guard.js';
import { purgeScopes, purgeScopesOfNobody } from './purge-scopes.js';
import { termsOf } from './terms.js';

export interface PurgeOptions {
  /** Only of this school. */
  readonly school?: string;
  /** The terms of the gateway, which a school can only make shorter. */
  readonly terms: Terms;
  readonly now: Date;
  /** Goes, whatever is doubted. */
  readonly accept?: Accepted;
  /** True: end as soon as may be. What went so far has gone. */
  readonly stopping?: () => boolean;
  /** True when nobody waits for the store, so that it may be kept busy for some seconds. */
  readonly quiet?: () => boolean;
}

type PurgeStore = Pick<Store, 'directory' | 'retentionTerms' | 'startPurge' | 'forecastPurge' | 'weighPurge' | 'knownMoment'>;

/** What went, and what did not because an operator is to look at it first; nothing of that kind when absent. */
export type Purged = PurgeReport & { readonly asks?: readonly Asked[] };

/** What would go, and of which schools nothing does because they are held. */
export interface Forecast {
  readonly lines: readonly PurgeLine[];
  readonly held: readonly string[];
  /** What of it would not go without being accepted; absent when all would. */
  readonly asks?: readonly Asked[];
}

interface SchoolScopes {
  readonly school: string | undefined;
  readonly scopes: readonly PurgeScope[];
  /** The same as of the moment to which the guard compares. */
  readonly earlier: readonly PurgeScope[];
}

/**
 * Removes what is older than the terms allow, of every school but those that are held, and gives the room back to the file system. What
 * `PurgeGuard` doubts stays, unless it is accepted. Undefined when another purge is under way, in whatever process. Errors: `StoreError`;
 * the report then says `failed`.
 */
export async function runPurge(store: PurgeStore, options: PurgeOptions): Promise<Purged | undefined> {
  const run = await store.startPurge(options.now.toISOString());
  if (run === undefined) return undefined;
  const held = new Set<string>();
  const asks: Asked[] = [];
  const end = (outcome: PurgeReport['outcome']) => run.finish({ at: new Date().toISOString(), outcome, held: [...held] });
  try {
    const guard = await PurgeGuard.open(store, options);
    const all = await scopesOf(store, options, guard.earlier);
    const done = await purgeAll(run, all, {
      guard,
      held,
      asks,
      schools: await heldSchools(store),
      stopping: () => run.lost.aborted || options.stopping?.() === true,
    });
    if (done) await run.shrink(options.quiet ?? (() => true));
    const report = await end(outcomeOf(done, guard, asks, options));
    return asks.length === 0 ? report : { ...report, asks };
  } catch (error) {
    await end('failed').catch(() => undefined);
    throw error;
  }
}

/** What `runPurge` would remove now, and what it would ask. Removes nothing. */
export async function forecastPurge(store: PurgeStore, options: PurgeOptions): Promise<Forecast> {
  const lines: PurgeLine[] = [];
  const held: string[] = [];
  const asks: Asked[] = [];
  const schools = await heldSchools(store);
  const guard = await PurgeGuard.open(store, options);
  for (const { school, scopes, earlier } of await scopesOf(store, options, guard.earlier)) {
    if (school !== undefined && schools.has(school)) {
      held.push(school);
      continue;
    }
    lines.push(...(await store.forecastPurge(scopes)));
    asks.push(...(await guard.asks(...notHeld(scopes, earlier, schools))));
  }
  return { lines, held, ...(asks.length === 0 ? {} : { asks }) };
}

/**
 * Only a purge that went by its clock vouches for it to the next one: none that doubted and was stopped, nor one of a single school, for
 * which somebody may have accepted what goes without a look at the others.
 */
function outcomeOf(done: boolean, guard: PurgeGuard, asks: readonly Asked[], { school }: PurgeOptions): PurgeReport['outcome'] {
  if (guard.doubtsClock && (!done || asks.length > 0 || school !== undefined)) return 'asks-clock';
  if (!done) return 'stopped';
  return asks.length > 0 ? 'asks-share' : 'done';
}

interface Purging {
  readonly guard: PurgeGuard;
  readonly stopping: () => boolean;
  /** Schools that are held. */
  readonly schools: ReadonlySet<string>;
  /** Those that turned out to be. */
  readonly held: Set<string>;
  readonly asks: Asked[];
}

/** False when it was told to stop. Adds to `held` and `asks`. */
async function purgeAll(run: PurgeRun, all: readonly SchoolScopes[], { guard, stopping, schools, held, asks }: Purging): Promise<boolean> {
  for (const { school, scopes, earlier } of all) {
    // All of them before any of them: what one removes is no reason to ask about another.
    const asked = await guard.asks(...notHeld(scopes, earlier, schools));
    asks.push(...asked);
    for (const scope of scopes) {
      const allowed = asked.some((one) => one.class === scope.class) || (await run.purge(scope, stopping));
      if (stopping()) return false;
      if (allowed) continue;
      if (school !== undefined) held.add(school);
      break;
    }
  }
  return true;
}

/** Of what is held nothing goes, so nothing is asked. */
function notHeld(
  scopes: readonly PurgeScope[],
  earlier: readonly PurgeScope[],
  held: ReadonlySet<string>,
): [scopes: readonly PurgeScope[], earlier: readonly PurgeScope[]] {
  const goes = ({ class: of, school }: PurgeScope) => (of === 'audit' ? held.size === 0 : school === undefined || !held.has(school));
  return [scopes.filter(goes), earlier.filter(goes)];
}

async function heldSchools(store: PurgeStore): Promise<ReadonlySet<string>> {
  const { schools } = await store.directory();
  return new Set([...schools.values()].filter(({ heldSince }) => heldSince !== undefined).map(({ id }) => id));
}

async function scopesOf(store: PurgeStore, { school, terms, now }: PurgeOptions, then: Date): Promise<readonly SchoolScopes[]> {
  const own = await store.retentionTerms();
  const ids = school === undefined ? [...(await store.directory()).schools.keys()] : [school];
  const ofSchools = ids.map((id) => {
    const days = termsOf(id, terms, own);
    return { school: id, scopes: purgeScopes(id, days, now), earlier: purgeScopes(id, days, then) };
  });
  if (school !== undefined) return ofSchools;
  return [...ofSchools, { school: undefined, scopes: purgeScopesOfNobody(terms, now), earlier: purgeScopesOfNobody(terms, then) }];
}
