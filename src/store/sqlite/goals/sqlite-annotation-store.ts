import type { Database } from 'better-sqlite3';
import type { Annotation, AnnotationKind } from '../../../goals/annotation.js';
import type { AnnotationQuery, AnnotationStore } from '../../goals/annotation-store.js';
import type { Stretch } from '../../page-of.js';
import { pieces, placeholders } from '../../sql/placeholders.js';
import { StatementCache } from '../connection/statement-cache.js';
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
  private readonly statements: StatementCache;

  constructor(
    private readonly db: Database,
    private readonly access: StoreAccess,
  ) {
    this.statements = new StatementCache(db);
  }

  async addAnnotation(school: string, annotation: Annotation, erasures?: number): Promise<boolean> {
    const write = { kind: 'add', school, annotation, erasures } as const;
    return (await this.access.write({ kind: 'goals', write: { table: 'annotations', write } })) as boolean;
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

  async annotation(school: string, id: string): Promise<Annotation | undefined> {
    const row = this.access.read('annotations', () =>
      this.statements.prepare<AnnotationRow>(`${SELECT_ANNOTATIONS} AND id = ?`).get(school, id),
    );
    return row && annotationOf(row);
  }

  async annotationPlaces({ school, ...query }: AnnotationQuery, { after, upTo, limit }: Stretch): Promise<readonly number[]> {
    const asked = COLUMNS.flatMap(([name, column]) => (query[name] === undefined ? [] : [{ column, value: query[name] }]));
    const filter = asked.map(({ column }) => ` AND ${column} = ?`).join('') + (query.open === true ? ' AND ended_at IS NULL' : '');
    const sql = `SELECT seq FROM annotations WHERE school = ?${filter} AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?`;
    const values = [school, ...asked.map(({ value }) => value), after, upTo ?? Number.MAX_SAFE_INTEGER, limit ?? Number.MAX_SAFE_INTEGER];
    const rows = this.access.read('annotations', () => this.statements.prepare<{ seq: number }>(sql).all(...values));
    return rows.map(({ seq }) => seq);
  }

  async annotationsAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, Annotation>> {
    const rows = this.access.read('annotations', () =>
      pieces(places).flatMap((some) =>
        this.statements.prepare<AnnotationRow>(`${SELECT_ANNOTATIONS} AND seq IN (${placeholders(some)})`).all(school, ...some),
      ),
    );
    return new Map(rows.map((row) => [row.seq, annotationOf(row)]));
  }
}

const COLUMNS = [
  ['learner', 'learner'],
  ['group', 'class'],
  ['goal', 'goal'],
  ['author', 'author'],
  ['kind', 'kind'],
] as const satisfies readonly (readonly [keyof AnnotationQuery, string])[];

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
