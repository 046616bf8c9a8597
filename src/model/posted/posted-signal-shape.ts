import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { addPostedFormats } from './posted-formats.js';
import { characterFaults, faultOf, type ShapeFault } from './posted-shape.js';

const FILE = new URL('../../../schemas/model/posted-signals.json', import.meta.url);

let made: { readonly body: ValidateFunction; readonly signal: ValidateFunction; readonly carried: ValidateFunction } | undefined;

/**
 * Holds a JSON value against `schemas/model/posted-signals.json`. The list first; only when that is right each signal. Pauses after every
 * signal. Without any fault the value is `PostedSignals`.
 */
export function* signalShapeFaults(posted: unknown): Generator<ShapeFault | undefined> {
  made ??= compiled();
  const { body, signal } = made;
  if (!body(posted)) {
    yield* faultsOf(body.errors, '');
    return;
  }
  for (const [at, item] of (posted as { readonly signals: readonly unknown[] }).signals.entries()) {
    yield* signal(item) ? characterFaults(item, `/signals/${at}`) : faultsOf(signal.errors, `/signals/${at}`);
    yield undefined;
  }
}

/** What is wrong with a signal inside a result, at pointers from the signal down. */
export function carriedFaults(signal: unknown): readonly ShapeFault[] {
  made ??= compiled();
  const pointer = '/signals/0';
  if (made.carried(signal)) return [];
  return faultsOf(made.carried.errors, pointer).map((fault) => ({ ...fault, pointer: fault.pointer.slice(pointer.length) }));
}

function faultsOf(errors: ValidateFunction['errors'], at: string): readonly ShapeFault[] {
  // What a branch asks for is told by itself.
  const faults = (errors ?? []).filter(({ keyword }) => keyword !== 'if').map((error) => faultOf(error, at));
  const first = ({ rule, pointer }: ShapeFault) => faults.findIndex((one) => one.rule === rule && one.pointer === pointer);
  return faults.filter((fault, n) => first(fault) === n);
}

function compiled(): NonNullable<typeof made> {
  const schema = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly $id: string; readonly $defs: object };
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strictTypes: false });
  addPostedFormats(ajv);
  ajv.addSchema(schema);
  const { $defs: _, $id: __, ...head } = schema;
  const signals = { type: 'array', minItems: 1, maxItems: 1000 };
  const of = (name: string) => ajv.compile({ $ref: `${schema.$id}#/$defs/${name}` });
  return { body: ajv.compile({ ...head, properties: { signals } }), signal: of('signal'), carried: of('carriedSignal') };
}
