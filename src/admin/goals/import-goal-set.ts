import { supplied } from '../../core/supplied.js';
import type { GoalSet, LedgerLine } from '../../goals/goal-set.js';
import { type GoalFile, readGoalSet } from '../../goals/import/read-goal-set.js';
import type { GivenHead } from '../../goals/import/set-head.js';
import { StoreError } from '../../store/store-error.js';
import type { Office } from '../office.js';
import { conflict } from '../refusal.js';
import { knownSchool } from '../schools/known-school.js';

export interface GoalImport {
  readonly files: readonly GoalFile[];
  /** What the importer says of the set: it wins over what the files say. */
  readonly given: GivenHead;
  /** Of a CSV file: what ids without a URI go behind. */
  readonly namespace?: string;
  /** Whose own set it is. Absent: every school may use it. */
  readonly school?: string;
  /** True: only say what would be imported. */
  readonly dryRun?: boolean;
  /** Told when the files are read and found in order, with the number of goals: storing them begins. */
  readonly onRead?: (goals: number) => void;
}

export interface GoalImportReport {
  readonly set: GoalSet;
  readonly school?: string;
  /** False: this very version was there already, or nothing was to be stored. */
  readonly added: boolean;
  readonly counts: {
    readonly goals: number;
    readonly relations: number;
    readonly goalsByType: Readonly<Record<string, number>>;
    readonly relationsByType: Readonly<Record<string, number>>;
  };
  readonly ledger: readonly LedgerLine[];
}

/**
 * Reads a goal set and stores it, whole or not at all. The same files again change nothing. Throws `GoalSetError` for files that are no goal
 * set, and `Refusal` for an unknown school, or when that version of the set is there with another content.
 */
export async function importGoalSet(
  { store, at }: Pick<Office, 'store' | 'at'>,
  { files, given, namespace, school, dryRun = false, onRead }: GoalImport,
): Promise<GoalImportReport> {
  if (school !== undefined) knownSchool(await store.directory(), school);
  const read = readGoalSet(files, school === undefined ? given : { legalStatus: 'school', ...given }, namespace);
  onRead?.(read.goals.length);
  const added = dryRun ? false : await stored(store, read, school, at);
  return {
    set: read.set,
    ...supplied({ school }),
    added,
    counts: {
      goals: read.goals.length,
      relations: read.relations.length,
      goalsByType: countedBy(read.goals),
      relationsByType: countedBy(read.relations),
    },
    ledger: read.ledger,
  };
}

async function stored(
  store: Office['store'],
  read: Parameters<Office['store']['goals']['sets']['importGoalSet']>[0],
  school: string | undefined,
  at: string,
): Promise<boolean> {
  try {
    return (await store.goals.sets.importGoalSet(read, school, at)).added;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.code === 'conflict') throw conflict(`${error.message}: give another --set-version`);
    if (error.code === 'duplicate') throw conflict(`${error.message}: give another --uri`);
    throw error;
  }
}

/** How many there are of each type. */
export function countedBy(all: readonly { readonly type: string }[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { type } of all) counts.set(type, (counts.get(type) ?? 0) + 1);
  return Object.fromEntries(counts);
}
