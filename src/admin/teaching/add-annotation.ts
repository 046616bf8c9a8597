import { randomUUID } from 'node:crypto';
import { supplied } from '../../core/supplied.js';
import type { Annotation, AnnotationKind } from '../../goals/annotation.js';
import { nameUuid } from '../../model/ids.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { AnnotationStore } from '../../store/goals/annotation-store.js';
import type { GoalSetStore } from '../../store/goals/goal-set-store.js';

/** What somebody notes. Everybody and every group by id in the roster. */
export interface NewAnnotation {
  readonly school: string;
  readonly author: string;
  readonly about: { readonly learner: string } | { readonly group: string };
  /** In any way of writing it. */
  readonly goal: string;
  /** URI of the set that a bare code is of. */
  readonly set?: string;
  readonly kind: AnnotationKind;
  /** Days, both included. */
  readonly from?: string;
  readonly until?: string;
  readonly note?: string;
  /** The erasure mark of the school, read before the learner or group was looked up. */
  readonly erasures?: number;
}

export type AddedAnnotation =
  /** `added` false: the same was noted before, by the same teacher, and still holds. */
  | { readonly kind: 'stored'; readonly annotation: Annotation; readonly added: boolean }
  | { readonly kind: 'unknown-goal' }
  | { readonly kind: 'no-note' }
  | { readonly kind: 'no-period' }
  | { readonly kind: 'too-many' }
  /** A pupil was erased meanwhile: look up again whom it is about. */
  | { readonly kind: 'outdated' };

/** Notes of one teacher about one learner or group that hold at the same time: a bound, not a rule of teaching. */
const MOST_OPEN = 1_000;

/** Keeps what a teacher notes about a goal. The text of a note is sealed under the school's key. */
export async function addAnnotation(
  stores: { readonly annotations: AnnotationStore; readonly sets: Pick<GoalSetStore, 'goalIndex'> },
  schoolKey: SchoolKey,
  { school, author, about, goal: written, set, kind, from, until, note, erasures }: NewAnnotation,
  at: string,
): Promise<AddedAnnotation> {
  if (kind === 'note' && note === undefined) return { kind: 'no-note' };
  if (from !== undefined && until !== undefined && until < from) return { kind: 'no-period' };
  const found = (await stores.sets.goalIndex()).resolve(written, { school, ...supplied({ set }) });
  if (found === undefined) return { kind: 'unknown-goal' };
  const annotation: Annotation = {
    // Of this version: only these can be hidden from a receiver.
    id: nameUuid('annotation', school, randomUUID()),
    author,
    ...about,
    goal: found.goal,
    kind,
    ...supplied({ from, until }),
    ...(note === undefined ? {} : { note: schoolKey.seal(note) }),
    createdAt: at,
  };
  const places = await stores.annotations.annotationPlaces({ school, author, ...about, open: true }, { after: 0, limit: MOST_OPEN });
  if (places.length >= MOST_OPEN) return { kind: 'too-many' };
  const open = await stores.annotations.annotationsAt(school, places);
  const same = [...open.values()].find((one) => isSame(one, annotation, schoolKey));
  if (same !== undefined) return { kind: 'stored', annotation: same, added: false };
  const isStored = await stores.annotations.addAnnotation(school, annotation, erasures);
  return isStored ? { kind: 'stored', annotation, added: true } : { kind: 'outdated' };
}

function isSame(one: Annotation, other: Annotation, schoolKey: SchoolKey): boolean {
  const said = ({ goal, kind, from, until, note }: Annotation) =>
    JSON.stringify([goal, kind, from, until, note === undefined ? undefined : schoolKey.open(note)]);
  return said(one) === said(other);
}
