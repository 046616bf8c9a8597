import { SIGNAL_KINDS } from '../../../src/model/signal.js';
import { wordRulesOf, wordsOf } from './claim-words.js';
import type { Claim, StructureRule } from './claims-in-names.js';

// biome-ignore lint/suspicious/noExplicitAny: a schema of any shape is what is being checked
type Schema = any;

/** What the schema at hand is about, as the names on the way to it say. */
interface About {
  readonly place: string;
  readonly goalLink: boolean;
  /** A goal, or an answer about one. */
  readonly goal: boolean;
  readonly signal: boolean;
  /** One source: figures inside are of that source only. */
  readonly source: boolean;
}

/** Names of what may be counted, of the results of one source. */
const COUNTED = new Set(['results', 'items', 'seconds', 'activities', 'signals']);
/** Numbers that are names: they count nothing. */
const ORDINALS = new Set(['revision', 'supersedes', 'seq', 'minimum', 'version']);
const FIGURES = new Set([
  'score',
  'points',
  'point',
  'value',
  'grade',
  'cijfer',
  'punten',
  'weight',
  'share',
  'level',
  'confidence',
  'strength',
]);
const SIGNAL_FIGURES = new Set(['severity', 'confidence', 'priority', 'weight', 'score', 'urgency', 'action', 'probability']);

/**
 * Every claim that a JSON Schema, or all schemas under `$defs` or `components`, makes possible by a name or by its shape. `name`: what it
 * is of, `GoalLink` for one; it stands first in the places.
 */
export function claimsInSchema(schema: Schema, name: string): readonly Claim[] {
  const claims: Claim[] = [];
  const root = schema;
  const walked = new Set<string>();
  walk(schema, within({ place: '', goalLink: false, goal: false, signal: false, source: false }, name));
  return unique(claims);

  function walk(node: Schema, about: About): void {
    if (typeof node !== 'object' || node === null) return;
    if (typeof node.$ref === 'string') {
      follow(node.$ref, about);
      return;
    }
    for (const part of ['allOf', 'anyOf', 'oneOf', 'prefixItems']) for (const one of node[part] ?? []) walk(one, about);
    for (const part of ['items', 'not', 'then', 'else', 'additionalProperties', 'contains']) walk(node[part], about);
    for (const [own, one] of Object.entries<Schema>({ ...node.$defs, ...node.definitions })) walk(one, within(NOTHING, own, about.place));
    checkShape(node, about);
    if (node.properties !== undefined) checkObject(node, about);
  }

  /** A schema that others refer to is looked at as what refers to it says, once for each way of looking. */
  function follow(ref: string, about: About): void {
    const name = ref.split('/').at(-1) as string;
    const target = ref
      .replace(/^#\//, '')
      .split('/')
      .reduce((node: Schema, key) => node?.[key], root);
    const next = { ...within(about, name), place: about.place };
    const key = `${ref} ${next.goalLink} ${next.goal} ${next.signal} ${next.source}`;
    if (target === undefined || walked.has(key)) return;
    walked.add(key);
    walk(target, next);
  }

  function checkObject(node: Schema, about: About): void {
    const properties = Object.entries<Schema>(node.properties);
    const has = (name: string) => node.properties[name] !== undefined;
    const here: About = {
      ...about,
      source: about.source || has('party') || has('source'),
      goal: about.goal || has('goal') || has('goalUri') || has('kerndoel'),
    };
    if ((about.goalLink || about.signal) && node.additionalProperties !== false) add('open-shape', about.place);
    if (has('kind') && has('value') && !isText(node.properties.value)) add('value-as-number', `${about.place}/value`);
    for (const [name, property] of properties) {
      const next = within(here, name);
      for (const rule of wordRulesOf(name)) claims.push({ place: next.place, rule });
      checkProperty(name, property, here, next.place, has('goal') || has('goalUri') || has('kerndoel'));
      walk(property, next);
    }
  }

  function checkProperty(name: string, property: Schema, here: About, place: string, besideGoal: boolean): void {
    const words = wordsOf(name);
    const number = isNumber(property, root);
    if (here.goalLink && (number || words.some((word) => FIGURES.has(word)))) add('figure-on-goal-link', place);
    else if (here.signal && ((number && !ORDINALS.has(name)) || words.some((word) => SIGNAL_FIGURES.has(word))))
      add('figure-on-signal', place);
    else if (here.goal && number && !ORDINALS.has(name) && !(here.source && COUNTED.has(name))) add('figure-on-goal', place);
    if (besideGoal && words.some((word) => FIGURES.has(word) && word !== 'level')) add('score-beside-goal', place);
    if (here.signal && name === 'kind' && !isSignalKinds(property)) add('other-signal', place);
    if (property?.default !== undefined && (number || (here.goal && property.default !== false))) add('absent-as-value', place);
  }

  function checkShape(node: Schema, about: About): void {
    if ((about.goalLink || about.signal) && node.type === 'array' && node.items === undefined && node.maxItems !== 0)
      add('open-shape', about.place);
    if ((about.goalLink || about.signal) && node.type === 'object' && node.properties === undefined) add('open-shape', about.place);
    const words = [...(node.enum ?? []), ...(node.const === undefined ? [] : [node.const])];
    if (!about.goal && !about.goalLink && !about.signal) return;
    for (const word of words) {
      if (typeof word === 'string' && !isSignalKind(word))
        for (const rule of wordRulesOf(word)) claims.push({ place: `${about.place}=${word}`, rule });
      if (typeof word === 'number') add(about.goalLink ? 'figure-on-goal-link' : 'figure-on-goal', `${about.place}=${word}`);
    }
  }

  function add(rule: StructureRule, place: string): void {
    claims.push({ place, rule });
  }
}

const NOTHING: About = { place: '', goalLink: false, goal: false, signal: false, source: false };

/** One step further in: by the name of a property or of a schema. */
function within(about: About, name: string, place = about.place): About {
  const words = wordsOf(name).join(' ');
  const goalLink = about.goalLink || /(^| )goal link$/.test(words);
  return {
    place: place === '' ? name : `${place}/${name}`,
    goalLink,
    // A result that hangs from a goal has figures: its source's own.
    goal: !/^(stored )?result(s|ing)?$/.test(words) && (about.goal || /(^| )(goal|kerndoel|leerdoel|annotation)( |$)/.test(words)),
    signal: /(^| )signal$/.test(words) || (about.signal && !/^(results?|learner)$/.test(words)),
    source: about.source || words === 'source' || words === 'party',
  };
}

function isText(schema: Schema): boolean {
  return schema?.type === 'string' || (schema?.enum ?? [0]).every((one: unknown) => typeof one === 'string');
}

function isNumber(schema: Schema, root: Schema): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  if (typeof schema.$ref === 'string') {
    const target = schema.$ref
      .replace(/^#\//, '')
      .split('/')
      .reduce((node: Schema, key: string) => node?.[key], root);
    return target !== undefined && target.$ref === undefined && isNumber(target, root);
  }
  const types = [schema.type].flat();
  if (types.includes('integer') || types.includes('number')) return true;
  return ['anyOf', 'oneOf', 'allOf'].some((part) => (schema[part] ?? []).some((one: Schema) => isNumber(one, root)));
}

function isSignalKinds(schema: Schema): boolean {
  const kinds: readonly string[] = schema?.enum ?? [schema?.const];
  return kinds.every(isSignalKind) && kinds.length > 0;
}

function isSignalKind(word: string): boolean {
  return (SIGNAL_KINDS as readonly string[]).includes(word);
}

function unique(claims: readonly Claim[]): readonly Claim[] {
  return [...new Map(claims.map((claim) => [`${claim.place} ${claim.rule}`, claim])).values()];
}
