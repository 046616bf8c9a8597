import { supplied } from '../../core/supplied.js';
import type { Goal, GoalLevel, GoalRelation, LedgerLine, RelationType } from '../goal-set.js';
import { goalUri, isUuid } from '../goal-uri.js';
import { type JsonObject, listAt, nameAt, objectAt, optionalTextAt, textAt } from './fields.js';
import type { GoalSetDraft, Placed } from './goal-set-draft.js';
import { GoalSetError } from './goal-set-error.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';
import { type GivenHead, readHead } from './set-head.js';
import { SloLedger } from './slo-ledger.js';
import type { SloContext, SloRelease } from './slo-release.js';

/** Fields of an entity that may be its code, the first one first. */
const CODES = ['prefix', 'aanbodid', 'code'] as const;

/** Entities that are no goals: levels, what ties goals to levels and kerndoelen, other names, and search words. */
const LEVEL = 'niveau';
const JOIN = 'doelniveau';
const NO_GOALS = [LEVEL, JOIN, 'alias', 'tag'];

/** Entities that SLO withdrew. They have their type in `types`. */
const WITHDRAWN = 'deprecated';

/** Goals: what they name as kerndoel they add to, while other entities have theirs hanging under them. */
const GOALS = ['doel', 'fo_doelzin'];

interface Entity {
  readonly type: string;
  readonly value: JsonObject;
  /** `data/doelen.json[3]`. */
  readonly place: string;
  readonly file: string;
  readonly isWithdrawn: boolean;
}

/**
 * Reads a release of SLO's open data: entities per type, with links downward in `TYPE_id`. A link to an entity that the files do not have is
 * an error when they have its type, and left out otherwise, except from a goal to a kerndoel elsewhere. Throws `GoalSetError`.
 */
export function readSlo(release: SloRelease, given: GivenHead): GoalSetDraft {
  return new SloReader(release, given).read();
}

class SloReader {
  private readonly ledger = new SloLedger();
  private readonly entities: readonly Entity[];
  private readonly types: ReadonlySet<string>;
  private readonly levels = new Map<string, GoalLevel>();
  private readonly joins = new Map<string, Entity>();
  /** Levels of goals that joins give, by the UUID of the goal. */
  private readonly joinedLevels = new Map<string, Set<string>>();
  /** Of the goals. */
  private readonly ids = new Set<string>();
  /** Of all entities. */
  private readonly all = new Set<string>();
  private readonly relations: Placed<GoalRelation>[] = [];

  constructor(
    private readonly release: SloRelease,
    private readonly given: GivenHead,
  ) {
    this.entities = release.lists.flatMap(({ type, file, items }) =>
      items.map((item, index) => this.entityOf(item, type, file, `${file}[${index}]`)),
    );
    this.types = new Set(release.lists.map(({ type }) => type));
  }

  read(): GoalSetDraft {
    const set = readHead(headOf(this.release.contexts), this.given, 'context.json');
    for (const entity of this.entities) {
      if (entity.value['id'] !== undefined) this.all.add(this.idOf(entity));
      if (entity.type === LEVEL) this.levels.set(this.idOf(entity), levelOf(entity, this.idOf(entity)));
      else if (entity.type === JOIN) this.joins.set(this.idOf(entity), entity);
    }
    const sources = this.entities.filter(
      ({ type, isWithdrawn, value }) => !NO_GOALS.includes(type) && !(isWithdrawn && titleIn(value) === undefined),
    );
    for (const entity of sources) this.ids.add(this.idOf(entity));
    for (const join of this.joins.values()) this.readJoin(join);
    for (const entity of sources) this.readLinks(entity);
    const goals = sources.map((entity): Placed<Goal> => ({ value: this.goalOf(entity), place: entity.place }));
    for (const entity of this.entities) this.account(entity, sources.includes(entity) ? 'goal' : entity.type);
    const others = this.release.others.map((name): LedgerLine => ({ path: name, count: 1, kept: false, note: 'no list of entities' }));
    const absent = this.release.absent.map(
      (name): LedgerLine => ({ path: name, count: 0, kept: false, note: 'named by context.json, but absent' }),
    );
    return { set, goals, relations: this.relations, ledger: [...this.ledger.lines(), ...others, ...absent] };
  }

  private entityOf(item: unknown, listed: string, file: string, place: string): Entity {
    const value = objectAt(item, place);
    const isWithdrawn = listed === WITHDRAWN;
    const types = value['types'];
    const type = isWithdrawn && Array.isArray(types) && typeof types[0] === 'string' ? types[0] : listed;
    return { type, value, place, file, isWithdrawn };
  }

  private idOf({ value, place }: Entity): string {
    return uuidAt(value['id'], `${place}.id`);
  }

  private goalOf(entity: Entity): Goal {
    const { value, place, type, isWithdrawn } = entity;
    const id = this.idOf(entity);
    const code = CODES.map((name) => optionalTextAt(value[name], `${place}.${name}`, GOAL_SET_LIMITS.name)).find(
      (one) => one !== undefined,
    );
    const description = optionalTextAt(value['description'], `${place}.description`, GOAL_SET_LIMITS.description);
    const levels = [...linksOf(value, `${LEVEL}_id`, place), ...(this.joinedLevels.get(id) ?? [])];
    const replaces = uuidsAt(value['replaces'], `${place}.replaces`);
    const extra = Object.entries(value).filter(([name]) => !isRead(name));
    return {
      uri: goalUri(id)!,
      id,
      type,
      title: textAt(titleIn(value), `${place}.title`, GOAL_SET_LIMITS.title),
      ...supplied({ code, description }),
      levels: [...new Set(levels)].map((level) => this.levels.get(level) ?? { uri: goalUri(level)! }),
      ...(replaces.length === 0 ? {} : { replaces: replaces.map((one) => goalUri(one)!) }),
      ...(extra.length === 0 && !isWithdrawn
        ? {}
        : { extra: { ...Object.fromEntries(extra), ...(isWithdrawn ? { deprecated: true } : {}) } }),
    };
  }

  /** Goals x kerndoelen x levels: each goal adds to each kerndoel, and has each level. */
  private readJoin({ value, place }: Entity): void {
    const goals = this.present('doel', linksOf(value, 'doel_id', place), `${place}.doel_id`);
    const kerndoelen = this.present('kerndoel', linksOf(value, 'kerndoel_id', place), `${place}.kerndoel_id`);
    for (const goal of goals.filter((one) => this.ids.has(one))) {
      this.joinedLevels.set(goal, new Set([...(this.joinedLevels.get(goal) ?? []), ...linksOf(value, `${LEVEL}_id`, place)]));
      for (const kerndoel of kerndoelen) this.relate(goal, kerndoel, 'contributesTo', `${place}.kerndoel_id`);
    }
  }

  private readLinks({ type, value, place, isWithdrawn }: Entity): void {
    const id = uuidAt(value['id'], `${place}.id`);
    for (const [at, successor] of uuidsAt(value['replacedBy'], `${place}.replacedBy`).entries())
      this.relate(id, successor, 'replacedBy', `${place}.replacedBy[${at}]`);
    // What a withdrawn entity once had under it says nothing of what is there now.
    if (isWithdrawn) return;
    for (const field of Object.keys(value).filter(isLink)) {
      const end = field.slice(0, -'_id'.length);
      const at = `${place}.${field}`;
      if (NO_GOALS.includes(end) && end !== JOIN) continue;
      const links = this.present(end, linksOf(value, field, place), at);
      if (end === JOIN) for (const join of links) this.underJoin(id, this.joins.get(join), at);
      else if (end === 'kerndoel' && GOALS.includes(type)) for (const kerndoel of links) this.relate(id, kerndoel, 'contributesTo', at);
      else if (end === 'vakleergebied') for (const subject of links) this.relate(id, subject, 'isRelatedTo', at);
      else for (const child of links) if (this.ids.has(child)) this.relate(child, id, downward(end), at);
    }
  }

  private underJoin(parent: string, join: Entity | undefined, at: string): void {
    if (join === undefined) return;
    for (const goal of linksOf(join.value, 'doel_id', join.place)) if (this.ids.has(goal)) this.relate(goal, parent, 'isChildOf', at);
  }

  private relate(source: string, target: string, type: RelationType, place: string): void {
    this.relations.push({ value: { source: goalUri(source)!, target: goalUri(target)!, type, assertedBy: 'slo' }, place });
  }

  /** Links that can be followed: what the files do not have is an error when they have its type. */
  private present(type: string, links: readonly string[], place: string): readonly string[] {
    const missing = this.types.has(type) ? links.findIndex((id) => !this.all.has(id)) : -1;
    if (missing !== -1) throw new GoalSetError('dangling', `${place}[${missing}]`, `leads to a ${type} that the files do not have`);
    return links;
  }

  private account({ value, file, isWithdrawn }: Entity, what: string): void {
    for (const [name, item] of Object.entries(value)) {
      const count = Array.isArray(item) && item.length > 0 ? item.length : 1;
      const path = `${file}[].${name}${Array.isArray(item) && item.length > 0 ? '[]' : ''}`;
      const [kept, note] = this.fateOf(name, item, what, isWithdrawn);
      this.ledger.add(path, count, kept, note);
    }
  }

  private fateOf(name: string, item: unknown, what: string, isWithdrawn: boolean): readonly [boolean, string?] {
    if (what === LEVEL) return ['id', 'title', 'type', 'prefix'].includes(name) ? [true, 'as level of goals'] : [false, 'of a level'];
    if (what === JOIN)
      return ['doel_id', 'niveau_id', 'kerndoel_id', 'id'].includes(name) ? [true, 'as levels and relations'] : [false, 'of a join'];
    if (what !== 'goal') return [false, isWithdrawn ? 'withdrawn, without a title' : `a ${what} is no goal`];
    if (!isLink(name)) return [true];
    const end = name.slice(0, -'_id'.length);
    if (end === LEVEL) return [true, 'as levels'];
    if (isWithdrawn) return [false, 'link of a withdrawn entity'];
    if (NO_GOALS.includes(end) && end !== JOIN) return [false, `a ${end} is no goal`];
    const isThere = this.types.has(end) || end === 'vakleergebied' || (Array.isArray(item) && end === 'kerndoel');
    return isThere ? [true, 'as relations'] : [false, 'leads to a type that the files do not have'];
  }
}

function headOf(contexts: readonly SloContext[]): JsonObject {
  const [context] = contexts;
  const name = context?.id
    .split('/')
    .find((part) => part.startsWith('curriculum-'))
    ?.slice('curriculum-'.length);
  const version = contexts.length === 1 ? context?.version : undefined;
  return {
    ...(contexts.length === 1 && name !== undefined ? { key: `slo-${name}`, title: `SLO ${name}` } : {}),
    ...supplied({ version }),
    publisher: 'SLO',
    ...(contexts.length === 0 ? {} : { source: contexts.map(({ id }) => id).join(' ') }),
    ...(context?.licence === undefined ? {} : { licence: context.licence }),
  };
}

function downward(type: string): RelationType {
  if (type.endsWith('uitwerking')) return 'isPartOf';
  return type.endsWith('illustratie') ? 'exemplifies' : 'isChildOf';
}

function levelOf({ value, place }: Entity, id: string): GoalLevel {
  const title = optionalTextAt(titleIn(value), `${place}.title`, GOAL_SET_LIMITS.name);
  const type = optionalTextAt(value['type'], `${place}.type`, GOAL_SET_LIMITS.name);
  return { uri: goalUri(id)!, ...supplied({ title, type }) };
}

function titleIn(value: JsonObject): unknown {
  return [value['title'], value['prefix']].find((text) => typeof text === 'string' && text.trim() !== '');
}

function isLink(name: string): boolean {
  return name.endsWith('_id');
}

function isRead(name: string): boolean {
  return isLink(name) || ['id', 'title', 'description', 'replaces', 'replacedBy', 'types', ...CODES].includes(name);
}

function linksOf(value: JsonObject, field: string, place: string): readonly string[] {
  return uuidsAt(value[field], `${place}.${field}`);
}

function uuidsAt(value: unknown, place: string): readonly string[] {
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'string') return [uuidAt(value, place)];
  return listAt(value, place, GOAL_SET_LIMITS.relations).map((one, index) => uuidAt(one, `${place}[${index}]`));
}

function uuidAt(value: unknown, place: string): string {
  const name = nameAt(value, place);
  const bare = /^bk:/i.test(name) ? name.slice(3) : name;
  if (!isUuid(bare)) throw new GoalSetError('field', place, 'must be a UUID');
  return bare.toLowerCase();
}
