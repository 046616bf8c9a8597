import { isObject, type JsonObject, listAt } from './fields.js';
import { GoalSetError } from './goal-set-error.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';

/** What one `context.json` says, with what `package.json` beside it says of the release. */
export interface SloContext {
  readonly id: string;
  readonly version?: string;
  readonly licence?: string;
}

/** The entities of one type in one file. */
export interface SloList {
  readonly type: string;
  readonly file: string;
  readonly items: readonly unknown[];
}

/** The files of one or more repositories of SLO, taken apart. */
export interface SloRelease {
  readonly contexts: readonly SloContext[];
  readonly lists: readonly SloList[];
  /** Names of files that hold no entities. */
  readonly others: readonly string[];
  /** Names of files that a context names and that are absent. */
  readonly absent: readonly string[];
}

const CONTEXT = 'context.json';
const NAMESPACE = 'https://opendata.slo.nl/curriculum/schemas/';

/** `parse`: the JSON in a file, by its name. Undefined when there is no `context.json` among them. Throws `GoalSetError`. */
export function sloReleaseOf(names: readonly string[], parse: (name: string) => unknown): SloRelease | undefined {
  const found = names.filter((name) => name === CONTEXT || name.endsWith(`/${CONTEXT}`));
  if (found.length === 0) return undefined;
  const lists: SloList[] = [];
  const contexts: SloContext[] = [];
  const absent: string[] = [];
  for (const name of found) {
    const base = name.slice(0, -CONTEXT.length);
    const context = contextIn(parse(name), name);
    contexts.push({ id: context.id, ...packageOf(names, base, parse) });
    for (const [type, file] of context.files) {
      if (names.includes(base + file))
        lists.push({ type, file: base + file, items: listAt(parse(base + file), base + file, GOAL_SET_LIMITS.goals * 2) });
      else absent.push(base + file);
    }
  }
  const read = new Set(lists.map(({ file }) => file));
  return { contexts, lists, others: names.filter((name) => !read.has(name)), absent };
}

/** One JSON object with a list of entities per type, `{"kerndoel": [...], "doel": [...]}`: what SLO's own tools write. */
export function sloObjectOf(name: string, document: unknown): SloRelease | undefined {
  if (!isObject(document)) return undefined;
  const lists = Object.entries(document);
  if (
    lists.length === 0 ||
    !lists.every(([, items]) => Array.isArray(items) && items.every((item) => isObject(item) && typeof item['id'] === 'string'))
  )
    return undefined;
  return {
    contexts: [],
    lists: lists.map(([type, items]) => ({ type, file: `${name}.${type}`, items: items as unknown[] })),
    others: [],
    absent: [],
  };
}

function contextIn(document: unknown, name: string): { readonly id: string; readonly files: readonly (readonly [string, string])[] } {
  const context = isObject(document) ? document : {};
  const id = context['$id'];
  if (typeof id !== 'string' || !id.startsWith(NAMESPACE))
    throw new GoalSetError('namespace', `${name}.$id`, `must begin with ${NAMESPACE}`);
  const properties = isObject(context['properties']) ? context['properties'] : {};
  const files = Object.entries(properties).flatMap(([type, about]): (readonly [string, string])[] => {
    const file = isObject(about) ? about['#file'] : undefined;
    return typeof file === 'string' ? [[type, file.replace(/^\.\//, '')]] : [];
  });
  if (files.length === 0) throw new GoalSetError('format', name, 'names no file with entities');
  return { id, files };
}

function packageOf(names: readonly string[], base: string, parse: (name: string) => unknown): Partial<SloContext> {
  const name = `${base}package.json`;
  const found = names.includes(name) ? parse(name) : undefined;
  const { version, license }: JsonObject = isObject(found) ? found : {};
  return {
    ...(typeof version === 'string' ? { version } : {}),
    ...(typeof license === 'string' ? { licence: `${license} (package.json)` } : {}),
  };
}
