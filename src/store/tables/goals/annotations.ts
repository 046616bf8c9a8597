import type { Annotation, AnnotationKind } from '../../../goals/annotation.js';
import type { AnnotationQuery } from '../../goals/annotation-store.js';
import type { Stretch } from '../../page-of.js';
import { family, query } from '../../sql/query.js';
import { all, audit, first, run, type Script } from '../../sql/script.js';
import { auditEntry } from '../audit/audit-entry.js';
import { isPastErasures } from '../rights/erasure-mark.js';

export type AnnotationWrite =
  | { readonly kind: 'add'; readonly school: string; readonly annotation: Annotation; readonly erasures: number | undefined }
  | { readonly kind: 'end'; readonly school: string; readonly id: string; readonly at: number };

interface AnnotationRow {
  readonly seq: number;
  readonly id: string;
  readonly author: string;
  readonly learner: string | null;
  readonly class: string | null;
  readonly goal: string;
  readonly kind: AnnotationKind;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
  readonly note: Uint8Array | null;
  readonly created_at: number;
  readonly ended_at: number | null;
}

interface OfSchool {
  readonly school: string;
}

const SELECT = `
  SELECT seq, id, author, learner, class, goal, kind, valid_from, valid_until, note, created_at, ended_at FROM annotations
  WHERE school = @school`;

const ONE = query<AnnotationRow, OfSchool & { readonly id: string }>(() => `${SELECT} AND id = @id`);
const ABOUT_LEARNERS = query<AnnotationRow, OfSchool & { readonly learners: readonly string[] }>(
  ({ inList }) => `${SELECT} AND learner ${inList('text', 'learners')} ORDER BY seq`,
);
const ABOUT_GROUPS = query<AnnotationRow, OfSchool & { readonly groups: readonly string[] }>(
  ({ inList }) => `${SELECT} AND class ${inList('text', 'groups')}`,
);
const AT = query<AnnotationRow, OfSchool & { readonly places: readonly number[] }>(
  ({ inList }) => `${SELECT} AND seq ${inList('number', 'places')}`,
);

type About = 'anybody' | 'learner' | 'group' | 'learner and group';

const ABOUT: Readonly<Record<About, string>> = {
  anybody: '',
  learner: 'AND learner = @learner',
  group: 'AND class = @group',
  'learner and group': 'AND learner = @learner AND class = @group',
};

interface PlacesValues extends OfSchool {
  readonly learner?: string | undefined;
  readonly group?: string | undefined;
  readonly goal: string | null;
  readonly author: string | null;
  readonly kind: AnnotationKind | null;
  readonly open: 0 | 1;
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

const PLACES = family<About, { readonly seq: number }, PlacesValues>(
  Object.keys(ABOUT) as readonly About[],
  (about) => `
    SELECT seq FROM annotations WHERE school = @school ${ABOUT[about]}
      AND (CAST(@goal AS TEXT) IS NULL OR goal = @goal) AND (CAST(@author AS TEXT) IS NULL OR author = @author)
      AND (CAST(@kind AS TEXT) IS NULL OR kind = @kind) AND (CAST(@open AS BIGINT) = 0 OR ended_at IS NULL)
      AND seq > @after AND seq <= @upTo ORDER BY seq LIMIT @limit`,
);

interface NewAnnotation extends OfSchool, Pick<AnnotationRow, 'id' | 'author' | 'learner' | 'goal' | 'kind' | 'note'> {
  readonly group: string | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly at: number;
}

const INSERT = query<never, NewAnnotation>(
  () => `
    INSERT INTO annotations (school, id, author, learner, class, goal, kind, valid_from, valid_until, note, created_at)
    VALUES (@school, @id, @author, @learner, @group, @goal, @kind, @from, @until, @note, @at)`,
);
const END = query<never, OfSchool & { readonly id: string; readonly at: number }>(
  () => 'UPDATE annotations SET ended_at = @at WHERE school = @school AND id = @id AND ended_at IS NULL',
);

/** Of any place, and of any number of them. */
const LAST = Number.MAX_SAFE_INTEGER;

export function* annotationOf(school: string, id: string): Script<Annotation | undefined> {
  const row = yield* first(ONE, { school, id });
  return row && stored(row);
}

/** Those about a learner of the roster, oldest first. */
export function* annotationsOf(school: string, learner: string): Script<readonly Annotation[]> {
  return (yield* all(ABOUT_LEARNERS, { school, learners: [learner] })).map(stored);
}

/** Those about groups or learners of the roster, oldest first. */
export function* annotationsAbout(
  school: string,
  { learners, groups }: { readonly learners: readonly string[]; readonly groups: readonly string[] },
): Script<readonly Annotation[]> {
  const ofLearners = learners.length === 0 ? [] : yield* all(ABOUT_LEARNERS, { school, learners });
  const ofGroups = groups.length === 0 ? [] : yield* all(ABOUT_GROUPS, { school, groups });
  return [...ofLearners, ...ofGroups].sort((one, other) => one.seq - other.seq).map(stored);
}

/** Places in the order in which they were added. */
export function* annotationPlaces(asked: AnnotationQuery, { after, upTo = LAST, limit = LAST }: Stretch): Script<readonly number[]> {
  const { school, learner, group, goal = null, author = null, kind = null } = asked;
  const open = asked.open === true ? 1 : 0;
  const rows = yield* all(PLACES(about(asked)), { school, learner, group, goal, author, kind, open, after, upTo, limit });
  return rows.map(({ seq }) => seq);
}

export function* annotationsAt(school: string, places: readonly number[]): Script<ReadonlyMap<number, Annotation>> {
  return new Map((yield* all(AT, { school, places })).map((row) => [row.seq, stored(row)]));
}

/** False: it was not written, see `AnnotationStore`. */
export function* writeAnnotation(write: AnnotationWrite, actor: string): Script<boolean> {
  const { school } = write;
  const changed = write.kind === 'add' ? yield* add(write) : (yield* run(END, { school, id: write.id, at: write.at })) > 0;
  if (changed) yield* audit(auditEntry(actor, `annotation.${write.kind}`, { school }));
  return changed;
}

function* add({ school, annotation, erasures }: Extract<AnnotationWrite, { kind: 'add' }>): Script<boolean> {
  if (yield* isPastErasures(school, erasures)) return false;
  const { id, author, goal, kind, createdAt, learner = null, group = null, from = null, until = null, note = null } = annotation;
  yield* run(INSERT, { school, id, author, learner, group, goal, kind, from, until, note, at: Date.parse(createdAt) });
  return true;
}

function about({ learner, group }: AnnotationQuery): About {
  if (learner !== undefined) return group === undefined ? 'learner' : 'learner and group';
  return group === undefined ? 'anybody' : 'group';
}

function stored(row: AnnotationRow): Annotation {
  const { id, author, learner, class: group, goal, kind, valid_from, valid_until, note, created_at, ended_at } = row;
  return {
    id,
    author,
    ...(learner === null ? {} : { learner }),
    ...(group === null ? {} : { group }),
    goal,
    kind,
    ...(valid_from === null ? {} : { from: valid_from }),
    ...(valid_until === null ? {} : { until: valid_until }),
    ...(note === null ? {} : { note }),
    createdAt: new Date(created_at).toISOString(),
    ...(ended_at === null ? {} : { endedAt: new Date(ended_at).toISOString() }),
  };
}
