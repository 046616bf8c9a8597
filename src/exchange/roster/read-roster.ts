import { supplied } from '../../core/supplied.js';
import type { Group, Learner, Roster, Teacher } from '../../model/roster/roster.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { RosterHead, RosterKind, RosterRow, RosterSnapshot } from '../../store/roster-store.js';

/** The whole roster, in the open. Throws `SealError` for rows that were sealed under another key. */
export function openRoster({ head, rows }: RosterSnapshot, schoolKey: SchoolKey): Roster {
  return {
    origin: originOf(head),
    groups: [...openGroups(rows, schoolKey)],
    learners: [...openLearners(rows, schoolKey)],
    teachers: [...openTeachers(rows, schoolKey)],
  };
}

/** Learners one by one, so that a whole school need not be in the open at once. Rows of other kinds are passed over. */
export function openLearners(rows: Iterable<RosterRow>, schoolKey: SchoolKey): Generator<Learner> {
  return open<Learner>('learner', rows, schoolKey);
}

/** As `openLearners`. */
export function openGroups(rows: Iterable<RosterRow>, schoolKey: SchoolKey): Generator<Group> {
  return open<Group>('group', rows, schoolKey);
}

/** As `openLearners`. */
export function openTeachers(rows: Iterable<RosterRow>, schoolKey: SchoolKey): Generator<Teacher> {
  return open<Teacher>('teacher', rows, schoolKey);
}

function* open<T>(wanted: RosterKind, rows: Iterable<RosterRow>, schoolKey: SchoolKey): Generator<T> {
  for (const { kind, document } of rows) {
    if (kind === wanted) yield JSON.parse(schoolKey.open(document)) as T;
  }
}

/** What the source said of itself. */
export function originOf({ schoolYear, referenceDate, createdAt, schoolkey, schoolNumber }: RosterHead): Roster['origin'] {
  return {
    schoolYear,
    ...supplied({ referenceDate, createdAt, schoolkey, schoolNumber }),
  };
}
