import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { RuleId } from '../uwlr/rules.js';
import { faultOf, type ShapeFault } from './posted-shape.js';

const FILE = new URL('../../schemas/model/posted-signals.json', import.meta.url);

interface Shapes {
  readonly body: ValidateFunction;
  readonly raised: ValidateFunction;
  readonly withdrawn: ValidateFunction;
}

let made: Shapes | undefined;

/**
 * Holds a JSON value against `schemas/model/posted-signals.json`. The list first; only when that is right each signal. Pauses after every
 * signal. Without any fault the value is `PostedSignals`.
 */
export function* signalShapeFaults(posted: unknown): Generator<ShapeFault | undefined> {
  made ??= compiled();
  if (!made.body(posted)) {
    yield* (made.body.errors ?? []).map((error) => signalFault(error, ''));
    return;
  }
  yield* eachSignalFaults((posted as { readonly signals: readonly unknown[] }).signals, '/signals');
}

/** The same for a list of signals that stands elsewhere: `pointer` says where. */
export function* eachSignalFaults(signals: readonly unknown[], pointer: string): Generator<ShapeFault | undefined> {
  made ??= compiled();
  const { raised, withdrawn } = made;
  for (const [at, item] of signals.entries()) {
    // One of the two is meant, and only what is wrong with that one is told.
    const shape = (item as { readonly status?: unknown } | null)?.status === 'withdrawn' ? withdrawn : raised;
    if (!shape(item)) yield* (shape.errors ?? []).map((error) => signalFault(error, `${pointer}/${at}`));
    yield undefined;
  }
}

/** Keywords that say what a text looks like, in place of how long it is. */
const FORM: readonly string[] = ['pattern', 'format'];

function signalFault(error: ErrorObject, at: string): ShapeFault {
  const fault = faultOf(error, at);
  const rule = ruleFor(error);
  return rule === undefined ? fault : { ...fault, rule };
}

function ruleFor({ keyword, instancePath }: ErrorObject): RuleId | undefined {
  if (keyword === 'enum' && instancePath === '/kind') return 'UWLR-SIG-001';
  if (keyword === 'const') return 'UWLR-JSON-006';
  return FORM.includes(keyword) ? 'UWLR-SIG-010' : undefined;
}

function compiled(): Shapes {
  const schema = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly $id: string; readonly $defs: object };
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strictTypes: false });
  (formats as unknown as (to: Ajv2020) => void)(ajv);
  ajv.addSchema(schema);
  const { $defs: _, $id: __, ...head } = schema;
  const signals = { type: 'array', minItems: 1, maxItems: 1000 };
  return {
    body: ajv.compile({ ...head, properties: { signals } }),
    raised: ajv.compile({ $ref: `${schema.$id}#/$defs/raised` }),
    withdrawn: ajv.compile({ $ref: `${schema.$id}#/$defs/withdrawn` }),
  };
}
