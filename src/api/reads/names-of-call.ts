import type { School } from '../../directory/directory.js';
import { ReceiverNames, type ReceiverOptions } from '../../exchange/sight/receiver-names.js';
import type { RosterKind } from '../../store/roster-store.js';
import type { SchoolKeys } from '../../store/school-keys.js';
import { invalidParameter } from '../http/as-problem.js';
import type { Endpoint } from '../http/endpoint.js';
import { LIST } from '../shapes/parameters/parameters.js';

export interface NameSources {
  readonly store: ReceiverOptions['store'];
  readonly schoolKeys: SchoolKeys;
  /** Without id: every school. */
  readonly school: Pick<School, 'id' | 'aliases'>;
  /** Klantcode of who asks. */
  readonly receiver: string;
  readonly now: Date;
  /** See `ReceiverOptions`. */
  readonly linkBase?: string;
}

/** The names that go with one call, made when they are first needed: a school of which nothing was stored may have no key yet. */
export class NamesOfCall {
  #made: Promise<ReceiverNames> | undefined;

  constructor(private readonly sources: NameSources) {}

  get(): Promise<ReceiverNames> {
    this.#made ??= this.#make();
    return this.#made;
  }

  /** The place that a cursor stands for; throws `invalid-parameter` when it is not one that this client got at this path. */
  async placeOf({ operation }: Endpoint, cursor: unknown): Promise<string | undefined> {
    if (typeof cursor !== 'string' || this.#isOfEverySchool()) return undefined;
    const place = (await this.get()).openCursor(operation, cursor);
    if (place === undefined) throw invalidParameter('cursor', `must be ${LIST.cursor.expected}`);
    return place;
  }

  async cursorOf({ operation }: Endpoint, place: string | undefined): Promise<string | undefined> {
    if (place === undefined || this.#isOfEverySchool()) return place;
    return (await this.get()).sealCursor(operation, place);
  }

  /** Whom the answer is about so far. */
  async told(kind: RosterKind): Promise<readonly string[]> {
    return (await this.#made)?.told(kind) ?? [];
  }

  /** For an answer that is not given after all. */
  async forget(): Promise<void> {
    await (await this.#made)?.forget();
  }

  /** Remembers what was told. */
  async keep(): Promise<void> {
    await (await this.#made)?.keep();
  }

  /** Lists over schools are about messages; there is no key that they would hang from. */
  #isOfEverySchool(): boolean {
    return this.sources.school.id === '';
  }

  async #make(): Promise<ReceiverNames> {
    const { schoolKeys, ...rest } = this.sources;
    return new ReceiverNames({ ...rest, schoolKey: await schoolKeys.of(this.sources.school.id) });
  }
}
