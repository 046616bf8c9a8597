import { afterEach, beforeEach, describe } from '@jest/globals';
import type { Store } from '../../src/store/store.js';
import { activities } from './suite/activities.js';
import { agreements } from './suite/agreements.js';
import { assertions } from './suite/assertions.js';
import { audit } from './suite/audit.js';
import { closing } from './suite/closing.js';
import { deliveries } from './suite/deliveries.js';
import { departures } from './suite/departures.js';
import { directory } from './suite/directory.js';
import { directoryConcern } from './suite/directory-concern.js';
import { duties } from './suite/duties.js';
import { exchanges } from './suite/exchanges.js';
import { goalTraces } from './suite/goal-traces.js';
import { goalViews } from './suite/goal-views.js';
import { learners } from './suite/learners.js';
import { mappings } from './suite/mappings.js';
import { matching } from './suite/matching.js';
import { memberships } from './suite/memberships.js';
import { outbox } from './suite/outbox.js';
import { outboxChanges } from './suite/outbox-changes.js';
import { outboxCorrections } from './suite/outbox-corrections.js';
import { outboxRetention } from './suite/outbox-retention.js';
import { outboxViews } from './suite/outbox-views.js';
import { reading } from './suite/reading.js';
import { receiverAliases } from './suite/receiver-aliases.js';
import { retention } from './suite/retention.js';
import { rights } from './suite/rights.js';
import { rosterCounts } from './suite/roster-counts.js';
import { rosterMoments } from './suite/roster-moments.js';
import { rosterPacks } from './suite/roster-packs.js';
import { rosterPages } from './suite/roster-pages.js';
import { rosterPurge } from './suite/roster-purge.js';
import { rosters } from './suite/rosters.js';
import { secrets } from './suite/secrets.js';
import { signals } from './suite/signals.js';
import { streams } from './suite/streams.js';
import { work } from './suite/work.js';

/** A place where a store can be, empty at first. Opening it twice gives two stores on the same data. */
export interface StorePlace {
  open(): Promise<Store>;
  remove(): Promise<void>;
}

/** What a test of the suite works with. The store is open and empty; every store that `open` gives is closed afterwards. */
export interface StoreTest {
  readonly store: Store;
  open(): Promise<Store>;
}

const RESULTS = [deliveries, streams, learners, reading, exchanges, activities, goalTraces, goalViews, mappings];
const ONWARDS = [outbox, work, departures, outboxViews, outboxChanges, outboxCorrections, outboxRetention];
const PUPILS = [
  rosters,
  memberships,
  rosterMoments,
  rosterPacks,
  rosterPages,
  rosterCounts,
  matching,
  rosterPurge,
  rights,
  retention,
  receiverAliases,
];

/** Where it counts what happens at the same time. */
export const AT_ONCE = [deliveries, streams, closing];

export const ALL = [
  directory,
  directoryConcern,
  agreements,
  assertions,
  audit,
  secrets,
  duties,
  ...RESULTS,
  ...ONWARDS,
  ...PUPILS,
  signals,
  closing,
];

/** What every implementation of `Store` must do. `place` makes a new place for each test. */
export function storeSuite(name: string, place: () => Promise<StorePlace>, parts: readonly ((at: StoreTest) => void)[] = ALL): void {
  describe(name, () => {
    let at: StorePlace;
    let opened: Store[];
    const open = async (): Promise<Store> => {
      const store = await at.open();
      opened.push(store);
      return store;
    };
    const context: StoreTest = {
      get store() {
        return opened[0]!;
      },
      open,
    };

    beforeEach(async () => {
      opened = [];
      at = await place();
      await open();
    });

    afterEach(async () => {
      await Promise.all(opened.map((store) => store.close()));
      await at.remove();
    });

    for (const part of parts) part(context);
  });
}
