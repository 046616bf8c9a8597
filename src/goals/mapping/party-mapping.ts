import type { Term } from '../../model/result.js';
import type { ActivityRow, ActivitySelector, GoalRow, MappingRow, SupplierGoalRow } from '../mapping.js';
import type { TaggedActivity } from '../tagged-activity.js';

/** A row that holds now, with who asserts it and in which version. */
export interface HeldRow<R extends MappingRow = MappingRow> {
  readonly row: R;
  readonly assertedBy: string;
  readonly version: number;
}

type Held = HeldRow<ActivityRow>;

/** The current table of a party, for every school or of one, by what its rows name. */
export class PartyMapping {
  readonly #byPart = new Map<string, Held[]>();
  readonly #byCode = new Map<string, Held[]>();
  readonly #byEntry = new Map<string, Held[]>();
  readonly #byProduct = new Map<string, Held[]>();
  readonly #goals = new Map<string, HeldRow<GoalRow>[]>();
  readonly #goalsOfActivities = new Map<string, HeldRow<ActivityRow>[]>();
  readonly #supplierGoals = new Map<string, SupplierGoalRow>();

  add(held: HeldRow): void {
    const { row } = held;
    if (row.kind === 'supplierGoal') this.#supplierGoals.set(row.id, row);
    else if (row.kind === 'goal') push(this.#goals, row.supplierGoal, { ...held, row });
    else this.#addActivity({ ...held, row });
  }

  /**
   * The rows that an activity fits, in steps: those of an earlier step are about less. A part of a test comes before the whole test, a test
   * before an entry of the toetshierarchie (the lowest first), and that before a product; each with its version before any version.
   */
  *steps(activity: TaggedActivity): Generator<readonly Held[]> {
    const { part, code, hierarchy, product } = activity;
    const lists = [
      part === undefined ? [] : this.#byPart.get(part.value.trim()),
      this.#byCode.get(code.value.trim()),
      ...hierarchy.toReversed().map((entry) => this.#byEntry.get(entry.value.trim())),
      product === undefined ? [] : this.#byProduct.get(product.trim()),
    ];
    for (const list of lists) {
      const fitting = (list ?? []).filter(({ row }) => fits(row.activity, activity));
      yield fitting.filter(({ row }) => row.activity.version !== undefined);
      yield fitting.filter(({ row }) => row.activity.version === undefined);
    }
  }

  /** Every row about activities. */
  *activities(): Generator<Held> {
    for (const lists of [this.#byPart, this.#byCode, this.#byEntry, this.#byProduct]) for (const list of lists.values()) yield* list;
  }

  /** What a goal of the vendor goes with. */
  goalsOf(supplierGoal: string): readonly HeldRow<GoalRow>[] {
    return this.#goals.get(supplierGoal) ?? [];
  }

  /** Rows that name a public goal beside a goal of the vendor, for one activity. */
  goalsBeside(supplierGoal: string): readonly HeldRow<ActivityRow>[] {
    return this.#goalsOfActivities.get(supplierGoal) ?? [];
  }

  supplierGoal(id: string): SupplierGoalRow | undefined {
    return this.#supplierGoals.get(id);
  }

  #addActivity(held: Held): void {
    const { supplierGoal, goal } = held.row;
    if (supplierGoal !== undefined && goal !== undefined) push(this.#goalsOfActivities, supplierGoal, held);
    const { part, code, hierarchy, product } = held.row.activity;
    if (part !== undefined) push(this.#byPart, part, held);
    else if (code !== undefined) push(this.#byCode, code, held);
    else if (hierarchy !== undefined) push(this.#byEntry, hierarchy, held);
    else if (product !== undefined) push(this.#byProduct, product, held);
  }
}

function fits(selector: ActivitySelector, { product, code, version, part, hierarchy }: TaggedActivity): boolean {
  return (
    isGiven(selector.product, product) &&
    isTerm(selector.code, selector.codeVocabulary, code) &&
    isGiven(selector.version, version) &&
    isTerm(selector.part, selector.partVocabulary, part) &&
    (selector.hierarchy === undefined || hierarchy.some(({ value }) => value.trim() === selector.hierarchy))
  );
}

function isTerm(value: string | undefined, vocabulary: string | undefined, term: Term | undefined): boolean {
  return isGiven(value, term?.value) && isGiven(vocabulary, term?.vocabulary);
}

function isGiven(wanted: string | undefined, given: string | undefined): boolean {
  return wanted === undefined || wanted === given?.trim();
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
