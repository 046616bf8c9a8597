import type { Database } from 'better-sqlite3';
import type { Annotation, AnnotationKind } from '../../../goals/annotation.js';
import type { AnnotationStore } from '../../goals/annotation-store.js';
import type { StoreAccess } from '../store-access.js';

export interface AnnotationRow {
  readonly seq: number;
  readonly id: string;
  readonly author: string;
  readonly learner: string | null;
  readonly class: string | null;
  readonly goal: string;
  readonly kind: AnnotationKind;
  readonly valid_from: string | null;
  readonly valid_until: string | null;
  readonly note: Buffer | null;
  readonly created_at: number;
  readonly ended_at: number | null;
}

/** About a group or a learner of one school; what it is about follows. */
export const SELECT_ANNOTATIONS = `
  SELECT seq, id, author, learner, class, goal, kind, valid_from, valid_until, note, created_at, ended_at FROM annotations WHERE school = ?`;

export class SqliteAnnotationStore implements AnnotationStore {
  constructor(
    private readonly db: Database,
    private readonly access: StoreAccess,
  ) {}

  async addAnnotation(school: string, annotation: Annotation): Promise<void> {
    await this.access.write({ kind: 'goals', write: { table: 'annotations', write: { kind: 'add', school, annotation } } });
  }

  async endAnnotation(school: string, id: string, at: string): Promise<boolean> {
    const write = { kind: 'end', school, id, at: Date.parse(at) } as const;
    return (await this.access.write({ kind: 'goals', write: { table: 'annotations', write } })) as boolean;
  }

  async annotations(
    school: string,
    { learners, groups }: { readonly learners: readonly string[]; readonly groups: readonly string[] },
  ): Promise<readonly Annotation[]> {
    const rows = this.access.read('annotations', () => [
      ...learners.flatMap((learner) =>
        this.db.prepare<string[], AnnotationRow>(`${SELECT_ANNOTATIONS} AND learner = ?`).all(school, learner),
      ),
      ...groups.flatMap((group) => this.db.prepare<string[], AnnotationRow>(`${SELECT_ANNOTATIONS} AND class = ?`).all(school, group)),
    ]);
    return rows.sort((one, other) => one.seq - other.seq).map(annotationOf);
  }
}

export function annotationOf(row: AnnotationRow): Annotation {
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
