import type { EduVMessage, EduVStatement } from '../model/edu-v/edu-v-message.js';
import { digestOf, type Ledger, type LedgerEntry, type LedgerItem } from './ledger.js';

/** Takes each state of a statement in once, also when it comes again before the first is on disk. */
export class EduVIntake {
  /** The last state of each statement, by its id. */
  readonly #states = new Map<string, { readonly digest: string; readonly saved: Promise<void> }>();

  constructor(
    private readonly ledger: Ledger,
    private readonly receiver: string,
  ) {
    for (const { items } of ledger.entries)
      for (const { key, digest } of items) this.#states.set(key, { digest, saved: Promise.resolve() });
  }

  /** Resolves once it is on disk, with how many of them are new or changed. */
  async take(message: EduVMessage, statements: readonly EduVStatement[]): Promise<number> {
    const all = statements.map((statement) => itemOf(message, statement));
    const items = all.filter(({ key, digest }) => this.#states.get(key)?.digest !== digest);
    const saved = items.length === 0 ? Promise.resolve() : this.ledger.append(this.#entry(message, items));
    for (const { key, digest } of items) this.#states.set(key, { digest, saved });
    const states = all.flatMap(({ key }) => this.#states.get(key) ?? []);
    await Promise.all(states.map((state) => state.saved)).catch((error: unknown) => {
      for (const { key } of items) this.#states.delete(key);
      throw error;
    });
    return items.length;
  }

  #entry({ id, school }: EduVMessage, items: readonly LedgerItem[]): LedgerEntry {
    const { organisationMasterIdentifier, organisationIds } = school;
    const name = organisationMasterIdentifier ?? organisationIds[0]?.organisationId ?? '';
    return { at: new Date().toISOString(), receiver: this.receiver, school: name, message: id, items };
  }
}

function itemOf(
  { assessmentDefinition: { id, version }, assessmentDateTime, schoolPeriod }: EduVMessage,
  statement: EduVStatement,
): LedgerItem {
  const { dateCreated: _, dateLastModified: __, ...said } = statement;
  return {
    key: statement.id,
    digest: digestOf({ ...said, assessment: { id, version }, assessmentDateTime, schoolPeriod }),
    ...(statement.status === 'Canceled' ? { withdrawn: true } : {}),
  };
}
