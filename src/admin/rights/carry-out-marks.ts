import type { Keyring } from '../../privacy/keys/keyring.js';
import { type ErasedLearner, eraseLearner } from '../../rights/erase-learner.js';
import type { Person } from '../../store/rights-store.js';
import { SchoolKeys } from '../../store/school-keys.js';
import type { Store } from '../../store/store.js';
import { StoreError } from '../../store/store-error.js';
import { compareMarks, type ErasedMark, type MarkedWork } from './marks-ahead.js';
import { muteTargets } from './mute-targets.js';

/**
 * Why something marked could not be carried out. `held`: the school is under legal hold. `school-missing`: the store does not know the
 * school. `other-key`: restrictions under another key of the school, which nobody can read. `unclear`: a name is of more than one learner by now, or messages about the learner keep coming in.
 */
export const NOT_CARRIED_OUT = ['held', 'school-missing', 'other-key', 'unclear'] as const;
export type NotCarriedOut = (typeof NOT_CARRIED_OUT)[number];

export interface MarksCarriedOut {
  /** Receipts of the erasures. */
  readonly erased: readonly string[];
  readonly lifted: number;
  /** Names of pupils whose restriction began or ended. */
  readonly restricted: number;
  readonly unrestricted: number;
  readonly keysDestroyed: number;
  readonly left: readonly { readonly school: string; readonly receipt?: string; readonly why: NotCarriedOut }[];
}

/**
 * Brings a store up to its marks: whoever was erased after this copy of it was made is erased again, under the receipt of then, and so
 * for restrictions and destroyed keys. Marks what the file lacks. Nothing to do is the usual case, and quick.
 */
export async function carryOutMarks(store: Store, keyring: Keyring, now: Date): Promise<MarksCarriedOut> {
  const { ahead, unmarked } = await compareMarks(store, keyring, now);
  const work = new MarksAtWork(store, keyring, now);
  for (const one of ahead) await work.carryOut(one);
  await store.rights.addMarks(unmarked);
  return work.done;
}

class MarksAtWork {
  readonly done = {
    erased: [] as string[],
    lifted: 0,
    restricted: 0,
    unrestricted: 0,
    keysDestroyed: 0,
    left: [] as MarksCarriedOut['left'][number][],
  };
  private readonly keys: SchoolKeys;

  constructor(
    private readonly store: Store,
    private readonly keyring: Keyring,
    private readonly now: Date,
  ) {
    this.keys = new SchoolKeys(store, keyring);
  }

  async carryOut(work: MarkedWork): Promise<void> {
    const { school } = work;
    switch (work.kind) {
      case 'erase':
        return this.erase(work.mark);
      case 'lift':
        if (await this.store.rights.liftErasure(school, work.id, work.at)) this.done.lifted += 1;
        return undefined;
      case 'restrict':
        await this.store.rights.restrict(school, { names: work.names }, this.now.toISOString(), work.on);
        this.done[work.on ? 'restricted' : 'unrestricted'] += work.names.length;
        return undefined;
      case 'destroy-key':
        return this.destroyKey(school, work.at);
      case 'school-missing':
      case 'other-key':
        this.done.left.push({ school, why: work.kind });
        return undefined;
    }
  }

  /** Each learner who has one of the names, and nobody: then the receipt and the names that may not come back are still kept. */
  private async erase(mark: ErasedMark): Promise<void> {
    const { school, id } = mark;
    const schoolKey = await this.keys.of(school);
    const digests = new Set(mark.digests);
    const names = (await this.store.rights.everyName(school)).filter((name) => digests.has(schoolKey.erasedDigest(name)));
    for (const name of names) {
      const found = await this.store.rights.findPerson(school, { rosterId: name, names: [] });
      // Gone with a name before.
      if (found.kind === 'unknown') continue;
      const why = found.kind === 'ambiguous' ? 'unclear' : notErased(await this.erasePerson(mark, found.person));
      if (why === undefined) continue;
      this.done.left.push({ school, receipt: id, why });
      return;
    }
    const why = notErased(await this.erasePerson(mark, { names: [] }));
    if (why === undefined) this.done.erased.push(id);
    else this.done.left.push({ school, receipt: id, why });
  }

  private async erasePerson({ school, receipt, notices, digests }: ErasedMark, person: Person): Promise<ErasedLearner> {
    return eraseLearner({
      store: this.store,
      school,
      schoolKey: await this.keys.of(school),
      person,
      mute: await muteTargets(this.store, this.keyring),
      now: this.now,
      dryRun: false,
      again: { receipt, notices, digests },
    });
  }

  private async destroyKey(school: string, at: string): Promise<void> {
    try {
      await this.store.destroySchoolKey(school, at);
      this.done.keysDestroyed += 1;
    } catch (error) {
      if (!(error instanceof StoreError && error.code === 'held')) throw error;
      this.done.left.push({ school, why: 'held' });
    }
  }
}

function notErased(erased: ErasedLearner): NotCarriedOut | undefined {
  if (erased.kind === 'erased') return undefined;
  return erased.kind === 'held' ? 'held' : 'unclear';
}
