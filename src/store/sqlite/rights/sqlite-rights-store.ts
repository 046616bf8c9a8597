import type { Database } from 'better-sqlite3';
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
import { disclosureActivity } from '../../tables/rights/disclosed-to.js';
import { erasureMark } from '../../tables/rights/erasure-mark.js';
import { erasedNames, erasureNotices, receiptsOf } from '../../tables/rights/erasure-reads.js';
import { everyName } from '../../tables/rights/every-name.js';
import { findPerson } from '../../tables/rights/find-person.js';
import { keptTexts } from '../../tables/rights/kept-texts.js';
import { ownMarks } from '../../tables/rights/own-marks.js';
import { restrictedOf } from '../../tables/rights/restrictions.js';
import type { RightsWrite } from '../../tables/rights/rights-write.js';
import { ScriptRunner } from '../connection/script-runner.js';
import type { StoreAccess } from '../store-access.js';
import type { StoreMemory } from '../store-memory.js';
import { readMarks } from './mark-file.js';
import { RightsReader } from './rights-reader.js';

/** The part of the SQLite store that serves the rights of pupils. */
export class SqliteRightsStore implements RightsStore {
  private readonly reader: RightsReader;
  private readonly scripts: ScriptRunner;

  constructor(
    db: Database,
    private readonly access: StoreAccess,
    private readonly memory: Pick<StoreMemory, 'goals' | 'erasures'>,
  ) {
    this.scripts = new ScriptRunner(db);
    this.reader = new RightsReader(db, memory.goals);
  }

  async findPerson(school: string, named: { readonly rosterId?: string; readonly names: readonly string[] }): Promise<PersonFound> {
    return this.access.askAtOnce('learners', findPerson(school, named));
  }

  async everythingOf(school: string, person: Person): Promise<PersonData> {
    return this.access.read('learners', () => this.reader.everythingOf(school, person));
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
    return this.access.read('deliveries', () => this.reader.sentResults(school, person));
  }

  async erase(request: ErasureRequest): Promise<Erased> {
    return (await this.write({ kind: 'erase', request })) as Erased;
  }

  async scrub(): Promise<boolean> {
    return this.access.emptyLog();
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
    return this.access.read('erasures', () => this.memory.erasures.of(school, (one) => this.scripts.read(erasedNames(one))));
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
    return this.access.read('erasure marks', () => readMarks(this.access.marks));
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
