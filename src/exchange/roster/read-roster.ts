import { supplied } from '../../core/supplied.js';
import type { Group, Learner, Roster, Teacher } from '../../model/roster/roster.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { RosterHead, RosterKind, RosterPack, RosterSnapshot, SealedObjects } from '../../store/roster-store.js';

/** The whole roster, in the open. Throws `SealError` for rows that were sealed under another key. */
export function openRoster({ head, rows }: RosterSnapshot, schoolKey: SchoolKey): Roster {
  return {
    origin: originOf(head),
    groups: [...openGroups(rows, schoolKey)],
    learners: [...openLearners(rows, schoolKey)],
    teachers: [...openTeachers(rows, schoolKey)],
  };
}

/** Learners as they are asked for: no more of a school is in the open at once than one row or pack. Those of other kinds are passed over. */
export function openLearners(rows: Iterable<SealedObjects>, schoolKey: SchoolKey): Generator<Learner> {
  return open<Learner>('learner', rows, schoolKey);
}

/** As `openLearners`. */
export function openGroups(rows: Iterable<SealedObjects>, schoolKey: SchoolKey): Generator<Group> {
  return open<Group>('group', rows, schoolKey);
}

/** As `openLearners`. */
export function openTeachers(rows: Iterable<SealedObjects>, schoolKey: SchoolKey): Generator<Teacher> {
  return open<Teacher>('teacher', rows, schoolKey);
}

function* open<T>(wanted: RosterKind, rows: Iterable<SealedObjects>, schoolKey: SchoolKey): Generator<T> {
  for (const { kind, size, document } of rows) {
    if (kind !== wanted) continue;
    const opened = JSON.parse(schoolKey.open(document)) as T | readonly T[];
    if (size === undefined) yield opened as T;
    else yield* opened as readonly T[];
  }
}

/** Objects that are sealed together: opening them costs half as much as opening each, and some dozens of people are in the open at once. */
const PACK = 64;

/** Seals rows together, in their order, and adds them to `packs`. Yields after each pack. Throws `SealError`. */
export function* packRows(rows: readonly SealedObjects[], schoolKey: SchoolKey, packs: RosterPack[]): Generator<void> {
  for (let at = 0; at < rows.length; ) {
    const { kind } = rows[at] as SealedObjects;
    const texts: string[] = [];
    for (; texts.length < PACK && rows[at]?.kind === kind; at++) texts.push(schoolKey.open((rows[at] as SealedObjects).document));
    packs.push({ kind, size: texts.length, document: schoolKey.seal(`[${texts.join(',')}]`) });
    yield;
  }
}

/** What the source said of itself. */
export function originOf({ schoolYear, referenceDate, createdAt, schoolkey, schoolNumber }: RosterHead): Roster['origin'] {
  return {
    schoolYear,
    ...supplied({ referenceDate, createdAt, schoolkey, schoolNumber }),
  };
}
