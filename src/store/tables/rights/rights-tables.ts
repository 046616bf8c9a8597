import type { ProfileIndex } from '../../../goals/profile-index.js';
import type { RightsMark } from '../../rights-mark.js';
import type {
  Disclosure,
  DisclosureActivity,
  Erased,
  ErasedNames,
  ErasureNotice,
  ErasureRequest,
  KeptText,
  KeptTextQuery,
  Person,
  PersonData,
  PersonFound,
  RightsStore,
  SentRevision,
  StoredReceipt,
} from '../../rights-store.js';
import type { StorePort } from '../../sql/port.js';
import { disclosureActivity } from './disclosed-to.js';
import { erasureMark } from './erasure-mark.js';
import { erasedNames, erasureNotices, receiptsOf } from './erasure-reads.js';
import { everyName } from './every-name.js';
import { findPerson } from './find-person.js';
import { keptTexts } from './kept-texts.js';
import { ownMarks } from './own-marks.js';
import { everythingOf, sentOf } from './person-data.js';
import { restrictedOf } from './restrictions.js';
import type { RightsWrite } from './rights-write.js';

/** What each database has its own way for. */
interface Beside extends Pick<RightsStore, 'erasedNamesAtHand' | 'scrub' | 'marks'> {
  /** What vendors declare now, see `ProfileStore.profileIndex`. */
  profiles(): ProfileIndex;
}

/** The part of the store that serves the rights of pupils. */
export class RightsTables implements RightsStore {
  constructor(
    private readonly access: StorePort,
    private readonly beside: Beside,
  ) {}

  async findPerson(school: string, named: { readonly rosterId?: string; readonly names: readonly string[] }): Promise<PersonFound> {
    return this.access.askAtOnce('learners', findPerson(school, named));
  }

  async everythingOf(school: string, person: Person): Promise<PersonData> {
    return this.access.askAtOnce('learners', everythingOf(school, person, this.beside.profiles()));
  }

  async keptTexts(query: KeptTextQuery): Promise<readonly KeptText[]> {
    return this.access.askAtOnce('results', keptTexts(query));
  }

  async disclose(disclosures: readonly Disclosure[]): Promise<readonly number[]> {
    return disclosures.length === 0 ? [] : ((await this.write({ kind: 'disclose', disclosures })) as readonly number[]);
  }

  async disclosureActivity(school: string): Promise<readonly DisclosureActivity[]> {
    return this.access.ask('disclosures', disclosureActivity(school));
  }

  async sentResults(school: string, person: Person): Promise<readonly SentRevision[]> {
    return this.access.askAtOnce('deliveries', sentOf(school, person));
  }

  async erase(request: ErasureRequest): Promise<Erased> {
    return (await this.write({ kind: 'erase', request })) as Erased;
  }

  async scrub(): Promise<boolean> {
    return this.beside.scrub();
  }

  async erasures(school: string): Promise<readonly StoredReceipt[]> {
    return this.access.ask('erasures', receiptsOf(school));
  }

  async liftErasure(school: string, id: string, at: string): Promise<boolean> {
    return (await this.write({ kind: 'lift', school, id, at })) as boolean;
  }

  async erasedNames(school: string): Promise<ErasedNames> {
    return this.access.askAtOnce('erasures', erasedNames(school));
  }

  erasedNamesAtHand(school: string): ErasedNames {
    return this.beside.erasedNamesAtHand(school);
  }

  async erasureMark(school: string): Promise<number> {
    return this.access.ask('erasures', erasureMark(school));
  }

  async erasureNotices(query: {
    readonly school: string;
    readonly receiver: string;
    readonly at: string;
    readonly after?: number;
    readonly limit: number;
  }): Promise<readonly ErasureNotice[]> {
    return this.access.ask('erasures', erasureNotices({ after: 0, ...query }));
  }

  async restrict(school: string, person: Person, at: string, on: boolean, sealedNames?: Uint8Array): Promise<boolean> {
    return (await this.write({ kind: 'restrict', school, person, at, on, sealedNames })) as boolean;
  }

  async restricted(school: string): Promise<ReadonlySet<string>> {
    return this.access.ask('restrictions', restrictedOf(school));
  }

  async everyName(school: string): Promise<readonly string[]> {
    return this.access.ask('learners', everyName(school));
  }

  async marks(): Promise<readonly RightsMark[]> {
    return this.beside.marks();
  }

  async ownMarks(): Promise<readonly RightsMark[]> {
    return this.access.askAtOnce('erasures', ownMarks());
  }

  async addMarks(marks: readonly RightsMark[]): Promise<void> {
    if (marks.length > 0) await this.write({ kind: 'add-marks', marks });
  }

  private write(write: RightsWrite): Promise<unknown> {
    return this.access.write({ kind: 'rights', write });
  }
}
