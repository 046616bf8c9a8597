import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { supplied } from '../../core/supplied.js';
import type { RuleId } from '../../uwlr/rules.js';
import { isXmlText } from '../../xml/writer.js';
import { addPostedFormats } from './posted-formats.js';

/** The same from `src/model` and from `dist/model`. */
const DIRECTORY = new URL('../../../schemas/model/', import.meta.url);
const BASE = 'https://uwlr-gateway.example/schemas/model/';

/** What is bigger than this is told its first fault only: each fault costs more than the item that it is about. */
const MOST_PARTS = 5000;

/** Something that does not have the shape of what can be posted, at a JSON pointer (RFC 6901). Never a value, nor a name that was sent. */
export interface ShapeFault {
  readonly rule: RuleId;
  readonly pointer: string;
  readonly hint?: string;
}

interface Checked {
  readonly first: ValidateFunction;
  readonly all: ValidateFunction;
}

let made: { readonly head: Checked; readonly assessments: Checked; readonly results: Checked } | undefined;

/**
 * Holds a JSON value against `schemas/model/posted-results.json`. The head first; only when that is right each item. Pauses after every
 * item. Without any fault the value is `PostedResults`.
 */
export function* shapeFaults(posted: unknown): Generator<ShapeFault | undefined> {
  made ??= compiled();
  const inHead = faultsOf(made.head, posted, '');
  yield* inHead;
  if (inHead.length > 0) return;
  for (const list of ['assessments', 'results'] as const) {
    for (const [at, item] of (posted as Readonly<Record<typeof list, readonly unknown[]>>)[list].entries()) {
      const found = faultsOf(made[list], item, `/${list}/${at}`);
      yield* found.length > 0 ? found : characterFaults(item, `/${list}/${at}`);
      yield undefined;
    }
  }
}

function faultsOf({ first, all }: Checked, value: unknown, at: string): ShapeFault[] {
  if (first(value)) return [];
  const found = isBig(value) || all(value) ? first.errors : all.errors;
  // What a branch asks for is told by itself.
  return (found ?? []).filter(({ keyword }) => keyword !== 'if').map((error) => faultOf(error, at));
}

const RULES: Readonly<Record<string, RuleId>> = {
  type: 'UWLR-JSON-003',
  required: 'UWLR-JSON-004',
  additionalProperties: 'UWLR-JSON-005',
  enum: 'UWLR-JSON-006',
  const: 'UWLR-JSON-006',
};

/** What a signal is has rules of its own. */
const OF_SIGNALS: Readonly<Record<string, RuleId>> = { pattern: 'UWLR-SIG-010', format: 'UWLR-SIG-010' };
const SIGNAL = /^\/(?:results\/\d+\/)?signals\/\d+\//;

function ruleFor(keyword: string, pointer: string): RuleId {
  const signal = SIGNAL.exec(pointer);
  if (signal !== null && keyword === 'enum' && pointer === `${signal[0]}kind`) return 'UWLR-SIG-001';
  return (signal === null ? undefined : OF_SIGNALS[keyword]) ?? RULES[keyword] ?? 'UWLR-JSON-007';
}

/** `at`: pointer to what was checked. */
export function faultOf({ keyword, instancePath, params, parentSchema }: ErrorObject, at: string): ShapeFault {
  const pointer = at + instancePath;
  const rule = ruleFor(keyword, pointer);
  if (keyword === 'required') return { rule, pointer: `${pointer}/${params['missingProperty']}` };
  // The rule itself names the kinds.
  if (rule === 'UWLR-SIG-001') return { rule, pointer };
  const hint = hintOf(keyword, params, parentSchema as { readonly properties?: object } | undefined);
  return { rule, pointer, ...supplied({ hint }) };
}

function hintOf(keyword: string, params: Readonly<Record<string, unknown>>, schema: { readonly properties?: object } | undefined) {
  if (keyword === 'type') return `expected: ${String(params['type'])}`;
  if (keyword === 'additionalProperties') return `known here: ${Object.keys(schema?.properties ?? {}).join(', ')}`;
  if (keyword === 'enum') return `one of: ${(params['allowedValues'] as readonly string[]).join(', ')}`;
  const least = keyword.startsWith('min');
  return typeof params['limit'] === 'number' ? `${least ? 'at least' : 'at most'} ${params['limit']}` : undefined;
}

/** Texts that could not go on as XML. Of what has the right shape, so its names are ours. */
export function* characterFaults(value: unknown, pointer: string): Generator<ShapeFault> {
  if (typeof value === 'string') {
    if (!isXmlText(value)) yield { rule: 'UWLR-JSON-008', pointer };
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) yield* characterFaults(item, `${pointer}/${name}`);
  }
}

/** More parts than one could read the faults of. */
function isBig(value: unknown): boolean {
  let parts = 0;
  const waiting = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one !== 'object' || one === null) continue;
    const below = Object.values(one);
    parts += below.length;
    if (parts > MOST_PARTS) return true;
    waiting.push(...below);
  }
  return false;
}

function compiled(): NonNullable<typeof made> {
  const [result, assessment, signals, posted] = ['result', 'assessment', 'posted-signals', 'posted-results'].map(
    (name) => JSON.parse(readFileSync(new URL(`${name}.json`, DIRECTORY), 'utf8')) as Readonly<Record<string, unknown>>,
  );
  const properties = posted?.['properties'] as Readonly<Record<string, object>>;
  const counted = (list: string) => ({ ...properties[list], items: {} });
  const head = {
    ...posted,
    $id: `${BASE}posted-head.json`,
    properties: { ...properties, assessments: counted('assessments'), results: counted('results') },
  };
  const [first, all] = [false, true].map((allErrors) => {
    const ajv = new Ajv2020({ allErrors, verbose: true, strictTypes: false });
    addPostedFormats(ajv);
    return ajv.addSchema([result, assessment, signals, posted, head] as object[]);
  }) as [Ajv2020, Ajv2020];
  const both = (ref: string): Checked => ({ first: first.compile({ $ref: BASE + ref }), all: all.compile({ $ref: BASE + ref }) });
  return {
    head: both('posted-head.json'),
    assessments: both('posted-results.json#/$defs/assessment'),
    results: both('posted-results.json#/$defs/result'),
  };
}
