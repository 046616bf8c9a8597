import type { Goal, GoalLevel, GoalRelation, GoalSet, ReadGoalSet } from '../goal-set.js';
import { sloUuid } from '../goal-uri.js';
import { dayIn, setUri, statusFromWords } from '../import/set-head.js';

/** A set in the format that `readExtract` reads: an import of it is equal to this one. What the reader derives by itself is not written. */
export function writeExtract({ set, goals, relations }: Omit<ReadGoalSet, 'ledger'>): object {
  const ids = new Map(goals.map(({ uri, id }) => [uri, id]));
  const idOf = (uri: string): string => ids.get(uri) ?? nameOf(uri);
  const successors = new Map<string, string[]>();
  for (const { type, source, target } of relations) {
    if (type === 'replacedBy') successors.set(source, [...(successors.get(source) ?? []), idOf(target)]);
  }
  return {
    set: writeHead(set),
    counts: countsOf(goals, relations),
    items: goals.map((goal) => itemOf(goal, successors.get(goal.uri))),
    relations: relations.map(({ source, target, type, assertedBy }) => ({
      from: idOf(source),
      to: idOf(target),
      type,
      provenance: assertedBy,
    })),
  };
}

/** The UUID of an entity of SLO, and of any other goal its URI. */
function nameOf(uri: string): string {
  return sloUuid(uri) ?? uri;
}

/** What is said of a set, as `readHead` reads it. */
export function writeHead({ id, version, uri, status, legalStatus, published, extra = {}, ...others }: GoalSet): object {
  const day = dayIn(extra['date']);
  return {
    key: id,
    ...others,
    ...(version === day ? {} : { version }),
    ...(uri === setUri(id, version) ? {} : { uri }),
    ...(status === statusFromWords(extra['status']) ? {} : { publicationStatus: status }),
    ...(legalStatus === 'published' ? {} : { legalStatus }),
    ...(published === undefined || published === day ? {} : { published }),
    ...extra,
  };
}

function itemOf({ uri, levels, replaces = [], extra, ...goal }: Goal, successors: readonly string[] = []): object {
  return {
    uri,
    ...goal,
    ...(levels.length === 0 ? {} : { levels: levels.map(levelOf) }),
    ...(replaces.length === 0 ? {} : { replaces: replaces.map(nameOf) }),
    ...(successors.length === 0 ? {} : { replacedBy: successors }),
    ...extra,
  };
}

function levelOf({ uri, ...level }: GoalLevel): object {
  return uri === undefined ? level : { id: nameOf(uri), ...level };
}

function countsOf(goals: readonly Goal[], relations: readonly GoalRelation[]): object {
  return {
    items: countBy(goals, ({ type }) => type),
    relations: countBy(relations, ({ type }) => type),
    relationsByProvenance: countBy(relations, ({ assertedBy }) => assertedBy),
    itemsTotal: goals.length,
    relationsTotal: relations.length,
  };
}

function countBy<T>(all: readonly T[], nameOfOne: (one: T) => string): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(nameOfOne(one), (counts.get(nameOfOne(one)) ?? 0) + 1);
  return Object.fromEntries(counts);
}
