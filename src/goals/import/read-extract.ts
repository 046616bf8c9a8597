import { supplied } from '../../core/supplied.js';
import { type Goal, type GoalRelation, RELATION_TYPES, type RelationType } from '../goal-set.js';
import { goalUri, SLO_BASE, uriKey } from '../goal-uri.js';
import { isObject, type JsonObject, listAt, nameAt, objectAt, optionalTextAt, restOf, textAt } from './fields.js';
import { type Fate, ledgerOf } from './file-ledger.js';
import type { GoalSetDraft, Placed } from './goal-set-draft.js';
import { GoalSetError } from './goal-set-error.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';
import { readLevel } from './read-level.js';
import { type GivenHead, readHead } from './set-head.js';

const ITEM = ['id', 'uri', 'type', 'title', 'code', 'description', 'levels', 'replaces', 'replacedBy'];
const RELATION = ['from', 'to', 'type', 'provenance'];

export function isExtract(document: unknown): document is JsonObject {
  return isObject(document) && isObject(document['set']) && Array.isArray(document['items']);
}

/** How the place of an item or a relation is told. */
export interface Places {
  item(index: number): string;
  relation(index: number): string;
}

const IN_JSON: Places = { item: (index) => `items[${index}]`, relation: (index) => `relations[${index}]` };

/** Reads `{set, counts?, items, relations}`, the format of this gateway and of the extracts of SLO. Throws `GoalSetError`. */
export function readExtract(document: JsonObject, given: GivenHead, places: Places = IN_JSON): GoalSetDraft {
  const set = readHead(objectAt(document['set'], 'set'), given, 'set');
  const namespace = namespaceOf(set.extra?.['namespace']);
  const items = listAt(document['items'], 'items', GOAL_SET_LIMITS.goals);
  const goals = items.map((item, index): Placed<Goal> => {
    const place = places.item(index);
    return { value: goalOf(objectAt(item, place), place, namespace), place };
  });
  const uris = new Map(goals.map(({ value: { id, uri } }) => [id, uri]));
  const uriOf = (value: unknown, place: string): string => linkedUri(value, place, uris, namespace);
  const rows = listAt(document['relations'] ?? [], 'relations', GOAL_SET_LIMITS.relations);
  const relations = rows.map((row, index): Placed<GoalRelation> => {
    const place = places.relation(index);
    return { value: relationOf(objectAt(row, place), place, uriOf, set.publisher), place };
  });
  const successors = successorsAtItems(items, relations, uriOf, set.publisher);
  checkCounts(document['counts'], goals, relations);
  return { set, goals, relations: [...relations, ...successors], ledger: ledgerOf(document, fateOf) };
}

function goalOf(item: JsonObject, place: string, namespace: string | undefined): Goal {
  const id = nameAt(item['id'], `${place}.id`);
  const code = optionalTextAt(item['code'], `${place}.code`, GOAL_SET_LIMITS.name);
  const description = optionalTextAt(item['description'], `${place}.description`, GOAL_SET_LIMITS.description);
  const replaces = listAt(item['replaces'] ?? [], `${place}.replaces`, GOAL_SET_LIMITS.replaces);
  const extra = restOf(item, ITEM);
  return {
    uri: uriOfItem(item['uri'], id, place, namespace),
    id,
    type: nameAt(item['type'] ?? 'goal', `${place}.type`),
    title: textAt(item['title'], `${place}.title`, GOAL_SET_LIMITS.title),
    ...supplied({ code, description }),
    levels: listAt(item['levels'] ?? [], `${place}.levels`, GOAL_SET_LIMITS.levels).map((level, index) =>
      readLevel(level, `${place}.levels[${index}]`),
    ),
    ...(replaces.length === 0
      ? {}
      : { replaces: replaces.map((one, index) => linkedUri(one, `${place}.replaces[${index}]`, new Map(), namespace)) }),
    ...supplied({ extra }),
  };
}

/** The canonical URI of an item. A UUID without URI or namespace is one of SLO. */
function uriOfItem(value: unknown, id: string, place: string, namespace: string | undefined): string {
  const given = optionalTextAt(value, `${place}.uri`, GOAL_SET_LIMITS.name);
  const uri = goalUri(given ?? (namespace === undefined ? id : namespace + id));
  if (uri === undefined)
    throw new GoalSetError('namespace', `${place}.uri`, 'must be an absolute http, https or urn URI, or the set must name a namespace');
  if (uri.startsWith(SLO_BASE) && uri !== goalUri(id))
    throw new GoalSetError('namespace', `${place}.uri`, 'is not the URI that SLO gives to this id');
  if (given !== undefined && namespace !== undefined && !uri.startsWith(SLO_BASE) && !uri.startsWith(namespace)) {
    throw new GoalSetError('namespace', `${place}.uri`, 'does not begin with the namespace of the set');
  }
  return uri;
}

function linkedUri(value: unknown, place: string, uris: ReadonlyMap<string, string>, namespace: string | undefined): string {
  const name = nameAt(value, place);
  const uri = uris.get(name) ?? goalUri(name) ?? (namespace === undefined ? undefined : goalUri(namespace + name));
  if (uri === undefined) throw new GoalSetError('dangling', place, 'is no id of the set, and no URI or UUID of a goal elsewhere');
  return uri;
}

function relationOf(
  row: JsonObject,
  place: string,
  uriOf: (value: unknown, place: string) => string,
  publisher: string | undefined,
): GoalRelation {
  const type = RELATION_TYPES.find((one) => one === row['type']);
  if (type === undefined) throw new GoalSetError('field', `${place}.type`, `must be one of ${RELATION_TYPES.join(', ')}`);
  return {
    source: uriOf(row['from'], `${place}.from`),
    target: uriOf(row['to'], `${place}.to`),
    type,
    assertedBy: row['provenance'] === undefined ? (publisher ?? 'unknown') : nameAt(row['provenance'], `${place}.provenance`),
  };
}

/** What items name as their successors and `relations` does not. */
function successorsAtItems(
  items: readonly unknown[],
  relations: readonly Placed<GoalRelation>[],
  uriOf: (value: unknown, place: string) => string,
  publisher: string | undefined,
): readonly Placed<GoalRelation>[] {
  const replaced: RelationType = 'replacedBy';
  const known = new Set(
    relations.filter(({ value }) => value.type === replaced).map(({ value }) => `${uriKey(value.source)} ${uriKey(value.target)}`),
  );
  return (items as readonly JsonObject[]).flatMap((item, index) => {
    const place = `items[${index}]`;
    return listAt(item['replacedBy'] ?? [], `${place}.replacedBy`, GOAL_SET_LIMITS.replaces).flatMap((one, at) => {
      const value = {
        source: uriOf(item['id'], `${place}.id`),
        target: uriOf(one, `${place}.replacedBy[${at}]`),
        type: replaced,
        assertedBy: publisher ?? 'unknown',
      };
      return known.has(`${uriKey(value.source)} ${uriKey(value.target)}`) ? [] : [{ value, place: `${place}.replacedBy[${at}]` }];
    });
  });
}

/** A file that was cut off, or changed by hand, does not agree with its own counts. */
function checkCounts(value: unknown, goals: readonly Placed<Goal>[], relations: readonly Placed<GoalRelation>[]): void {
  if (!isObject(value)) return;
  const said: readonly (readonly [string, unknown, number])[] = [
    ['itemsTotal', value['itemsTotal'], goals.length],
    ['relationsTotal', value['relationsTotal'], relations.length],
  ];
  for (const [name, count, present] of said) {
    if (count !== undefined && count !== present) throw new GoalSetError('counts', `counts.${name}`, `the file holds ${present}`);
  }
}

function namespaceOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const namespace = nameAt(value, 'set.namespace');
  if (goalUri(`${namespace}x`) === undefined)
    throw new GoalSetError('namespace', 'set.namespace', 'must be an absolute http, https or urn URI');
  return namespace;
}

function fateOf(place: string): Fate {
  const [top, ...rest] = place.split('.');
  if (top === 'set') return { kept: true };
  if (top === 'counts') return { kept: true, note: 'counted anew at export' };
  if (top === 'items[]') return { kept: true };
  if (top === 'relations[]' && RELATION.includes(rest[0] ?? '')) return { kept: true };
  if (top === 'items' || top === 'relations') return { kept: true };
  return { kept: false, note: 'not part of the format' };
}
