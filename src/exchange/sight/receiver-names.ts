import type { School } from '../../directory/directory.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { AliasVault, ReceiverAlias } from '../../store/alias-vault.js';
import type { RosterKind } from '../../store/roster-store.js';

/** The generation that aliases of a school are of as long as they were never rotated. */
const FIRST_GENERATION = 1;

export interface ReceiverOptions {
  readonly store: Pick<AliasVault, 'knownReceiverAliases' | 'keepReceiverAliases' | 'receiverAlias' | 'removeReceiverAliases'>;
  readonly schoolKey: SchoolKey;
  readonly school: Pick<School, 'id' | 'aliases'>;
  /** Klantcode. */
  readonly receiver: string;
  readonly now: Date;
  /** Where links to details begin: the base of the REST side. Absent: nobody knows, so there are none. */
  readonly linkBase?: string;
}

export function aliasGenerationOf({ aliases }: Partial<Pick<School, 'aliases'>>): number {
  return aliases?.generation ?? FIRST_GENERATION;
}

/**
 * The names that one receiver has for the people, groups and results of a school, for one answer. What is told is remembered with
 * `keep`, which has to be done before the answer leaves: an alias that went out must lead back.
 */
export class ReceiverNames {
  readonly #told = new Map<string, Pick<ReceiverAlias, 'kind'> & { readonly id: string }>();
  readonly #key;
  readonly #generation;
  /** The earliest generation whose aliases still count. */
  readonly #oldest;

  constructor(private readonly options: ReceiverOptions) {
    const { schoolKey, school, receiver, now } = options;
    this.#generation = aliasGenerationOf(school);
    const { oldest = this.#generation, earlierUntil = '' } = school.aliases ?? {};
    this.#oldest = earlierUntil > now.toISOString() ? oldest : this.#generation;
    this.#key = schoolKey.receiver(receiver, this.#generation);
  }

  /** What the receiver calls somebody, to sort by; it is not told. */
  aliasOf(kind: RosterKind, id: string): string {
    return this.#key.alias(kind, id);
  }

  /** What the receiver calls somebody, in an answer. */
  tell(kind: RosterKind, id: string): string {
    const alias = this.#key.alias(kind, id);
    this.#told.set(alias, { kind, id });
    return alias;
  }

  /** Whom of a kind the receiver was told of in this answer. */
  told(kind: RosterKind): readonly string[] {
    return [...this.#told.values()].flatMap((one) => (one.kind === kind ? [one.id] : []));
  }

  /** Whom an alias stands for; undefined when the receiver was never given it, or not in a generation that counts. */
  async find(kind: RosterKind, alias: string): Promise<string | undefined> {
    const { store, school, receiver, schoolKey } = this.options;
    const kept = await store.receiverAlias(school.id, receiver, kind, alias);
    if (kept === undefined || kept.generation < this.#oldest) return undefined;
    return schoolKey.openAliased(receiver, alias, kept.sealedId);
  }

  /** A link to the vendor's page about a result that only somebody of the school can follow; undefined when it would lead nowhere. */
  linkTo(result: string): string | undefined {
    const { linkBase, schoolKey, receiver } = this.options;
    return linkBase === undefined ? undefined : `${linkBase}/links/${schoolKey.detailLinks.seal(result, receiver, this.#generation)}`;
  }

  tellResults(ids: readonly string[]): string[] {
    return this.#key.hideResults(ids);
  }

  /** Every id by which the receiver may have been told of a result, the present one first: one for each generation up to now. */
  everyIdOf(result: string): string[] {
    const { schoolKey, receiver } = this.options;
    const generations = Array.from({ length: this.#generation }, (_, at) => this.#generation - at);
    return generations.flatMap((generation) => schoolKey.receiver(receiver, generation).hideResults([result]));
  }

  /** The results that this id may stand for, the likeliest first: one for each generation that counts. */
  resultsCalled(id: string): string[] {
    const { schoolKey, receiver } = this.options;
    const found: string[] = [];
    for (let generation = this.#generation; generation >= this.#oldest; generation--) {
      const result = schoolKey.receiver(receiver, generation).revealResult(id);
      if (result !== undefined) found.push(result);
    }
    return found;
  }

  /** Where a row stands in lists of this receiver. */
  rank(row: number): string {
    return this.#key.rank(row);
  }

  sealCursor(list: string, place: string): string {
    return this.#key.sealCursor(list, place);
  }

  /** Of another list, receiver, school or generation: undefined. */
  openCursor(list: string, cursor: string): string | undefined {
    return this.#key.openCursor(list, cursor);
  }

  /** Takes back what was told, of everybody: who is told again gets the same alias. */
  async forget(): Promise<void> {
    await this.options.store.removeReceiverAliases(this.options.school.id, [...this.#told.keys()]);
  }

  /** Remembers what was told, in one write; writes nothing when all of it was told before. */
  async keep(): Promise<void> {
    if (this.#told.size === 0) return;
    const { store, school, receiver, schoolKey } = this.options;
    const known = await store.knownReceiverAliases(school.id, receiver, [...this.#told.keys()]);
    const fresh = [...this.#told].filter(([alias]) => !known.has(alias));
    await store.keepReceiverAliases(
      school.id,
      receiver,
      fresh.map(([alias, { kind, id }]) => {
        return { kind, alias, generation: this.#generation, sealedId: schoolKey.sealAliased(receiver, alias, id) };
      }),
    );
  }
}
