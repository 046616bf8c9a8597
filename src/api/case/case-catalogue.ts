import { setImmediate as turn } from 'node:timers/promises';
import { caseAssociationId, caseDocumentId, caseGoalId } from '../../goals/export/case-ids.js';
import type { GoalIndex, IndexedRelation, IndexedSet } from '../../goals/goal-index.js';

/** So many ids are made before the event loop gets its turn. */
const AT_ONCE = 5_000;

/** Finds sets, goals and relations by the UUIDs under which CASE knows them. Of one index: made once, and dropped with it. */
export class CaseCatalogue {
  private static readonly kept = new WeakMap<GoalIndex, CaseCatalogue>();
  private readonly documents: ReadonlyMap<string, readonly IndexedSet[]>;
  private goals: Promise<ReadonlyMap<string, string>> | undefined;
  private relations: Promise<ReadonlyMap<string, IndexedRelation>> | undefined;

  private constructor(private readonly index: GoalIndex) {
    const documents = new Map<string, IndexedSet[]>();
    for (const set of index.everySet()) documents.set(caseDocumentId(set), [...(documents.get(caseDocumentId(set)) ?? []), set]);
    this.documents = documents;
  }

  static of(index: GoalIndex): CaseCatalogue {
    const known = CaseCatalogue.kept.get(index) ?? new CaseCatalogue(index);
    CaseCatalogue.kept.set(index, known);
    return known;
  }

  /** The version of a set with this document, out of those that a school may use. */
  set(id: string, school: string): IndexedSet | undefined {
    return this.documents.get(id.toLowerCase())?.find((set) => set.school === undefined || set.school === school);
  }

  /** The canonical URI of a goal, of whatever set. */
  async goal(id: string): Promise<string | undefined> {
    this.goals ??= collect(this.index.everyGoal(), ({ uri }) => [caseGoalId(uri), uri] as const);
    return (await this.goals).get(id.toLowerCase());
  }

  /** A relation, of whatever set. */
  async relation(id: string): Promise<IndexedRelation | undefined> {
    this.relations ??= collect(this.index.everyRelation(), (relation) => {
      const document = caseDocumentId(this.index.set(relation.set)!);
      return [caseAssociationId(document, relation), relation] as const;
    });
    return (await this.relations).get(id.toLowerCase());
  }
}

async function collect<T, V>(all: Iterable<T>, entry: (one: T) => readonly [string, V]): Promise<ReadonlyMap<string, V>> {
  const found = new Map<string, V>();
  let made = 0;
  for (const one of all) {
    const [id, value] = entry(one);
    found.set(id, value);
    made += 1;
    if (made % AT_ONCE === 0) await turn();
  }
  return found;
}
