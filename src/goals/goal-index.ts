import { type Goal, type GoalRelation, type GoalSet, UPWARD } from './goal-set.js';
import { goalUri, isUuid, sloUuid, uriKey } from './goal-uri.js';

/** A version of a set in the index. `seq` grows with each import; `school`: whose own it is. */
export interface IndexedSet extends GoalSet {
  readonly seq: number;
  readonly school?: string;
  /** ISO instant. */
  readonly importedAt: string;
}

/** What the index knows of a goal; its description is in the store. */
export interface IndexedGoal extends Omit<Goal, 'description' | 'extra'> {
  readonly set: number;
}

export interface IndexedRelation extends GoalRelation {
  readonly set: number;
}

/** A goal that was found by a way of writing it. */
export interface ResolvedGoal {
  /** Canonical URI. */
  readonly goal: string;
  /** Id and version of the set that it is taken from, and the number of that version in the store. */
  readonly set: string;
  readonly setVersion: string;
  readonly setSeq: number;
  /** By its URI or UUID, by that of a goal that it came in the place of, or by its code. */
  readonly via: 'uri' | 'replaced' | 'code';
  /** The canonical URI that was written, when a successor was found by it. */
  readonly replacedFrom?: string;
}

/** For whom something is looked up. Without `school` only what everybody may use is there. */
export interface Viewer {
  readonly school?: string;
}

export interface ResolveOptions extends Viewer {
  /** URI of the set that the text is a term of: what a `vocabulaire` attribute says. Needed for a bare code. */
  readonly set?: string;
}

/** What an index is made of. Sets in order of `seq`. */
export interface GoalIndexContent {
  readonly sets: readonly IndexedSet[];
  readonly goals: Iterable<IndexedGoal>;
  readonly relations: Iterable<IndexedRelation>;
  /** The sets that schools chose, first one first. */
  readonly chosen: ReadonlyMap<string, readonly number[]>;
}

/** More goals than this on the way to one successor: somebody's data run wild. */
const MOST_STEPS = 1_000;

/**
 * All loaded goal sets, for looking up in memory. Immutable: made anew when sets change. It never derives a relation: everything that it
 * walks was asserted by somebody, in a set.
 */
export class GoalIndex {
  private readonly sets: ReadonlyMap<number, IndexedSet>;
  /** The last version of each set, by its name. */
  private readonly newest: ReadonlyMap<string, number>;
  private readonly order: readonly IndexedSet[];
  private readonly goals = new Map<string, IndexedGoal[]>();
  private readonly bySet = new Map<number, IndexedGoal[]>();
  /** Goals with a UUID as their id under another base than that of SLO. */
  private readonly uuids = new Map<string, Set<string>>();
  /** Codes per set; null: of more than one goal. */
  private readonly codes = new Map<number, Map<string, string | null>>();
  private readonly setsByUri = new Map<string, IndexedSet[]>();
  private readonly up = new Map<string, IndexedRelation[]>();
  private readonly down = new Map<string, IndexedRelation[]>();
  private readonly chosen: ReadonlyMap<string, readonly number[]>;

  constructor({ sets, goals, relations, chosen }: GoalIndexContent) {
    this.sets = new Map(sets.map((set) => [set.seq, set]));
    this.order = inOrder(sets);
    this.newest = new Map(sets.map((set) => [nameOf(set), set.seq]));
    this.chosen = chosen;
    for (const set of sets) add(this.setsByUri, uriKey(set.uri), set);
    for (const goal of goals) this.addGoal(goal);
    for (const relation of relations) this.addRelation(relation);
    const rank = new Map(this.order.map((set, index) => [set.seq, index]));
    for (const same of this.goals.values()) same.sort((one, other) => rank.get(one.set)! - rank.get(other.set)!);
  }

  /** The same goals for schools that chose anew: nothing of them is read again. */
  withChosen(chosen: GoalIndexContent['chosen']): GoalIndex {
    return Object.assign(Object.create(GoalIndex.prototype) as GoalIndex, this, { chosen });
  }

  /** Every version that `viewer` may use, in order of id and import. */
  allSets(viewer: Viewer = {}): readonly IndexedSet[] {
    return [...this.sets.values()].filter((set) => isFor(set, viewer));
  }

  /** The sets that a school works with: those that it chose, or the newest version of each that it may use. The first is shown first. */
  setsOf(school: string): readonly IndexedSet[] {
    const chosen = this.chosen.get(school)?.flatMap((seq) => this.sets.get(seq) ?? []);
    if (chosen !== undefined && chosen.length > 0) return chosen;
    return this.order.filter((set) => this.newest.get(nameOf(set)) === set.seq && isFor(set, { school }));
  }

  set(seq: number): IndexedSet | undefined {
    return this.sets.get(seq);
  }

  /** The version of a set with this id: that one, or the newest. */
  setNamed(id: string, version: string | undefined, viewer: Viewer = {}): IndexedSet | undefined {
    return this.allSets(viewer)
      .filter((set) => set.id === id && (version === undefined || set.version === version))
      .at(-1);
  }

  /** The one version of a set that has this URI. */
  setWithUri(written: string, viewer: Viewer = {}): IndexedSet | undefined {
    const uri = goalUri(written);
    const found = (uri === undefined ? undefined : this.setsByUri.get(uriKey(uri)))?.filter((set) => isFor(set, viewer)) ?? [];
    return found.length === 1 ? found[0] : undefined;
  }

  /**
   * The one goal that is meant by a text: a bare UUID, `bk:` and a UUID, a URI on any of the bases, with http or https, in any case, with or
   * without a slash at its end; the URI of a goal that it replaced, over as many steps as there are; a code together with the URI of one
   * loaded version of a set in which it is unique. Undefined for no goal or several: never a guess.
   */
  resolve(written: string, { set, ...viewer }: ResolveOptions = {}): ResolvedGoal | undefined {
    const named = set === undefined ? undefined : this.setWithUri(set, viewer);
    const uri = goalUri(written);
    if (uri === undefined) return named && this.byCode(written, named);
    const goal = this.byUri(uri, named, viewer) ?? this.byUuid(uri, named, viewer);
    if (goal !== undefined) return this.resolved(goal, 'uri');
    const successor = this.onlySuccessor(uri, viewer);
    return successor && { ...this.resolved(successor, 'replaced'), replacedFrom: uri };
  }

  /** A goal by its canonical URI, out of the set that it is taken from, or of this one. */
  goal(uri: string, viewer: Viewer & { readonly set?: number } = {}): IndexedGoal | undefined {
    const same = this.goals.get(uriKey(uri))?.filter(({ set }) => isFor(this.sets.get(set)!, viewer)) ?? [];
    return viewer.set === undefined ? same[0] : same.find(({ set }) => set === viewer.set);
  }

  /** The versions of sets that have the goal. */
  setsWith(uri: string, viewer: Viewer = {}): readonly IndexedSet[] {
    return (this.goals.get(uriKey(uri)) ?? []).map(({ set }) => this.sets.get(set)!).filter((set) => isFor(set, viewer));
  }

  /** What a goal hangs under, contributes to, is related to or was replaced by. */
  relationsFrom(uri: string, viewer: Viewer = {}): readonly IndexedRelation[] {
    return this.told(this.up.get(uriKey(uri)), viewer);
  }

  /** What hangs under a goal, contributes to it, is related to it or was replaced by it. */
  relationsTo(uri: string, viewer: Viewer = {}): readonly IndexedRelation[] {
    return this.told(this.down.get(uriKey(uri)), viewer);
  }

  /** Goals that came in the place of this one, as far as sets say, loaded or not. */
  successors(uri: string, viewer: Viewer = {}): readonly string[] {
    return [...new Set(this.relationsFrom(uri, viewer).flatMap(({ type, target }) => (type === 'replacedBy' ? [target] : [])))];
  }

  /** Every goal above this one, over every relation upward that somebody asserts, nearest first. A goal of a set that is not loaded has no entry. */
  above(uri: string, viewer: Viewer = {}): readonly IndexedGoal[] {
    return this.walk(uri, viewer, (key) => this.told(this.up.get(key), viewer).map((relation) => [relation, relation.target] as const));
  }

  /** Every goal below this one, nearest first. */
  below(uri: string, viewer: Viewer = {}): readonly IndexedGoal[] {
    return this.walk(uri, viewer, (key) => this.told(this.down.get(key), viewer).map((relation) => [relation, relation.source] as const));
  }

  /** The kerndoelen that a goal adds to; itself when it is one. Many to many: never to be counted together. */
  kerndoelen(uri: string, viewer: Viewer = {}): readonly IndexedGoal[] {
    const own = this.goal(uri, viewer);
    return [...(own === undefined ? [] : [own]), ...this.above(uri, viewer)].filter(isKerndoel);
  }

  /** The goals of one version of a set, in the order of its file. */
  goalsOf(seq: number): readonly IndexedGoal[] {
    return this.bySet.get(seq) ?? [];
  }

  /** Sets, goals and relations of all schools: for finding something by a name that says nothing of a school. */
  everySet(): readonly IndexedSet[] {
    return [...this.sets.values()];
  }

  *everyGoal(): Generator<IndexedGoal> {
    for (const goals of this.bySet.values()) yield* goals;
  }

  *everyRelation(): Generator<IndexedRelation> {
    for (const relations of this.up.values()) yield* relations;
  }

  /** How many goals there are in one version of a set. */
  sizeOf(seq: number): number {
    return this.goalsOf(seq).length;
  }

  private addGoal(goal: IndexedGoal): void {
    const { uri, id, code, set, replaces } = goal;
    add(this.goals, uriKey(uri), goal);
    add(this.bySet, set, goal);
    if (isUuid(id) && sloUuid(uri) === undefined) {
      const uuid = id.toLowerCase();
      this.uuids.set(uuid, (this.uuids.get(uuid) ?? new Set()).add(uri));
    }
    for (const old of replaces ?? [])
      this.addRelation({ source: old, target: uri, type: 'replacedBy', assertedBy: this.publisher(set), set });
    if (code === undefined) return;
    const codes = this.codes.get(set) ?? new Map<string, string | null>();
    this.codes.set(set, codes.set(code.trim(), codes.has(code.trim()) ? null : uri));
  }

  private addRelation(relation: IndexedRelation): void {
    add(this.up, uriKey(relation.source), relation);
    add(this.down, uriKey(relation.target), relation);
  }

  private publisher(set: number): string {
    return this.sets.get(set)?.publisher ?? 'unknown';
  }

  private byCode(written: string, named: IndexedSet): ResolvedGoal | undefined {
    const uri = this.codes.get(named.seq)?.get(written.trim());
    return typeof uri === 'string' ? { goal: uri, set: named.id, setVersion: named.version, setSeq: named.seq, via: 'code' } : undefined;
  }

  private byUri(uri: string, named: IndexedSet | undefined, viewer: Viewer): IndexedGoal | undefined {
    return (named && this.goal(uri, { ...viewer, set: named.seq })) ?? this.goal(uri, viewer);
  }

  /** A UUID of a set that publishes its goals elsewhere. */
  private byUuid(uri: string, named: IndexedSet | undefined, viewer: Viewer): IndexedGoal | undefined {
    const uuid = sloUuid(uri);
    const candidates = uuid === undefined ? [] : [...(this.uuids.get(uuid) ?? [])].flatMap((one) => this.byUri(one, named, viewer) ?? []);
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  /** Follows what replaced a goal that is in no loaded set, until goals are. */
  private onlySuccessor(uri: string, viewer: Viewer): IndexedGoal | undefined {
    const seen = new Set([uriKey(uri)]);
    const found = new Map<string, IndexedGoal>();
    let steps = [uri];
    while (steps.length > 0 && seen.size < MOST_STEPS) {
      const next: string[] = [];
      for (const successor of steps.flatMap((step) => this.successors(step, viewer))) {
        const key = uriKey(successor);
        if (seen.has(key)) continue;
        seen.add(key);
        const goal = this.goal(successor, viewer);
        if (goal === undefined) next.push(successor);
        else found.set(key, goal);
      }
      steps = next;
    }
    return found.size === 1 ? [...found.values()][0] : undefined;
  }

  private walk(
    uri: string,
    viewer: Viewer,
    step: (key: string) => readonly (readonly [IndexedRelation, string])[],
  ): readonly IndexedGoal[] {
    const seen = new Set([uriKey(uri)]);
    const found: IndexedGoal[] = [];
    let keys = [uriKey(uri)];
    while (keys.length > 0) {
      const next: string[] = [];
      for (const [{ type }, end] of keys.flatMap(step)) {
        const key = uriKey(end);
        if (seen.has(key) || !UPWARD.includes(type)) continue;
        seen.add(key);
        next.push(key);
        const goal = this.goal(end, viewer);
        if (goal !== undefined) found.push(goal);
      }
      keys = next;
    }
    return found;
  }

  /** Each relation once, out of the versions that count: see `versionFor`. */
  private told(relations: readonly IndexedRelation[] | undefined, viewer: Viewer): readonly IndexedRelation[] {
    if (relations === undefined) return [];
    const once = new Map<string, IndexedRelation>();
    for (const relation of relations) {
      if (!isFor(this.sets.get(relation.set)!, viewer) || relation.set !== this.versionFor(relation, viewer)) continue;
      const key = `${relation.type} ${uriKey(relation.source)} ${uriKey(relation.target)}`;
      if (!once.has(key)) once.set(key, relation);
    }
    return [...once.values()];
  }

  /** The version of a set that is asked about a goal: the one that the school chose, else the newest; else the last that has the goal. */
  private versionFor({ set, source, target }: IndexedRelation, { school }: Viewer): number {
    const name = nameOf(this.sets.get(set)!);
    const chosen = school === undefined ? undefined : this.chosen.get(school)?.find((seq) => nameOf(this.sets.get(seq)!) === name);
    const preferred = chosen ?? this.newest.get(name)!;
    const having = this.versionsWith(source, name) ?? this.versionsWith(target, name);
    return having === undefined || having.includes(preferred) ? preferred : Math.max(...having);
  }

  private versionsWith(uri: string, name: string): readonly number[] | undefined {
    const found = this.goals.get(uriKey(uri))?.flatMap(({ set }) => (nameOf(this.sets.get(set)!) === name ? [set] : []));
    return found === undefined || found.length === 0 ? undefined : found;
  }

  private resolved(goal: IndexedGoal, via: 'uri' | 'replaced'): ResolvedGoal {
    const { id, version, seq } = this.sets.get(goal.set)!;
    return { goal: goal.uri, set: id, setVersion: version, setSeq: seq, via };
  }
}

/** Types of kerndoelen, in the words of SLO for the sets of 2006 and 2026. */
const KERNDOELEN = ['kerndoel', 'fo_kernzin'];

export function isKerndoel({ type }: Pick<Goal, 'type'>): boolean {
  return KERNDOELEN.includes(type);
}

function isFor({ school }: IndexedSet, viewer: Viewer): boolean {
  return school === undefined || school === viewer.school;
}

function nameOf({ school = '', id }: IndexedSet): string {
  return `${school} ${id}`;
}

/**
 * The order in which sets are asked for a goal that more than one has: those of law first, then by first import, the newest version of a set
 * before its older ones. So a link does not move when somebody loads another set with the same goal.
 */
function inOrder(sets: readonly IndexedSet[]): readonly IndexedSet[] {
  const first = new Map<string, number>();
  for (const set of sets) if (!first.has(nameOf(set))) first.set(nameOf(set), set.seq);
  const standing = ({ school, legalStatus }: IndexedSet): number => (school !== undefined ? 2 : legalStatus === 'law' ? 0 : 1);
  return [...sets].sort(
    (one, other) => standing(one) - standing(other) || first.get(nameOf(one))! - first.get(nameOf(other))! || other.seq - one.seq,
  );
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
