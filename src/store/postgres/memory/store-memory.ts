import type { ErasedNames } from '../../rights-store.js';
import type { StorePort } from '../../sql/port.js';
import { query } from '../../sql/query.js';
import { rows, type Script, together } from '../../sql/script.js';
import type { Snapshot } from '../../tables/directory/directory-snapshot.js';
import { DIRECTORY_VERSION } from '../../tables/directory/directory-version.js';
import type { GoalKind } from '../../tables/goals/goal-versions.js';
import { erasedNames } from '../../tables/rights/erasure-reads.js';
import { ErasuresAtHand } from '../../tables/rights/erasures-at-hand.js';
import { Coalesced } from './coalesced.js';
import { DirectoryAtHand } from './directory-at-hand.js';
import { type GoalIndexes, GoalsInMemory, type GoalVersions } from './goals-in-memory.js';

const GOAL_VERSIONS = query<{ readonly kind: GoalKind; readonly version: number }>(() => 'SELECT kind, version FROM goal_versions');

/** Of a school of which nothing was read yet: no school has this mark, so that nothing is stored under it. */
const UNREAD: ErasedNames = { mark: -1, digests: new Set() };

interface Current {
  readonly directory: Snapshot;
  readonly goals: GoalIndexes;
}

/**
 * What a node keeps of the store in memory, once for everything in it that uses the store. It is brought up to date by who asks for what is
 * current, and when another node says that something changed; in between it may lag behind.
 */
export class StoreMemory {
  private readonly erasures = new ErasuresAtHand();
  private readonly directories: DirectoryAtHand;
  private readonly goals: GoalsInMemory;
  private readonly refreshing = new Coalesced(() => this.read());

  constructor(private readonly port: Pick<StorePort, 'ask' | 'askAtOnce'>) {
    this.directories = new DirectoryAtHand(port);
    this.goals = new GoalsInMemory(port);
  }

  /** As it is now, in one trip where nothing changed. */
  current(): Promise<Current> {
    return this.refreshing.run();
  }

  get directoryNow(): Snapshot | undefined {
    return this.directories.now;
  }

  get goalsNow(): GoalIndexes | undefined {
    return this.goals.now;
  }

  /** As they were when they were last read. */
  erasedNow(school: string): ErasedNames {
    return this.erasures.known(school) ?? UNREAD;
  }

  /** `isOld`: what is known of the school turned out to be old. */
  async readErased(school: string, isOld = false): Promise<void> {
    if (!isOld && this.erasures.known(school) !== undefined) return;
    this.erasures.keep(school, await this.port.askAtOnce('erasures', erasedNames(school)));
  }

  private async read(): Promise<Current> {
    const versions = await this.port.ask('directory', versionsNow());
    const directory = await this.directories.bringTo(versions.directory);
    return { directory, goals: await this.goals.bringTo(versions.goals) };
  }
}

function* versionsNow(): Script<{ readonly directory: number; readonly goals: GoalVersions }> {
  const [[directory], kinds] = yield* together(rows(DIRECTORY_VERSION, undefined), rows(GOAL_VERSIONS, undefined));
  const goals = Object.fromEntries(kinds.map(({ kind, version }) => [kind, version])) as unknown as GoalVersions;
  return { directory: directory!.version, goals };
}
