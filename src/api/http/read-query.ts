import type { NeededParameter, Parameter, PresetParameter } from '../shapes/parameters/parameter.js';
import { type ParameterFault, Problem } from './problem.js';

/** Parameters by name. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

type Certain = PresetParameter<unknown> | NeededParameter<unknown>;
type CertainNames<P extends Parameters> = { [Name in keyof P]: P[Name] extends Certain ? Name : never }[keyof P];
type Value<P> = P extends Parameter<infer T> ? T : never;

/** The values of parameters: those with a preset and those that are needed are always there, the others when they were given. */
export type Values<P extends Parameters> = { readonly [Name in CertainNames<P>]: Value<P[Name]> } & {
  readonly [Name in Exclude<keyof P, CertainNames<P>>]?: Value<P[Name]>;
};

/** A name that can be repeated in an answer. Anything else might be a value that ended up on the wrong side of the `=`. */
const NAME = /^[A-Za-z][A-Za-z_-]{0,31}$/;
const MOST_FAULTS = 20;

/** Reads a query. Throws the problem `invalid-parameter`, which lists everything that is wrong. */
export function readQuery<P extends Parameters>(query: URLSearchParams, parameters: P): Values<P> {
  // In one go over all of them: `getAll` for each name takes the square of their number, and anybody may send ten thousand.
  const given = new Map<string, string[]>();
  for (const [name, text] of query) {
    const texts = given.get(name);
    if (texts === undefined) given.set(name, [text]);
    else texts.push(text);
  }
  return readValues(given, parameters);
}

/** The same for parameters that are the members of a JSON object: texts, numbers and booleans, as their schemas say. */
export function readMembers<P extends Parameters>(members: Readonly<Record<string, unknown>>, parameters: P): Values<P> {
  const texts = (name: string, value: unknown) => (isOfType(parameters[name], value) ? [String(value)] : []);
  return readValues(new Map(Object.entries(members).map(([name, value]) => [name, texts(name, value)])), parameters);
}

function readValues<P extends Parameters>(given: ReadonlyMap<string, readonly string[]>, parameters: P): Values<P> {
  const values: Record<string, unknown> = {};
  const faults: ParameterFault[] = [];
  for (const [name, texts] of given) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const [text] = texts;
    if (parameter === undefined) faults.push({ parameter: NAME.test(name) ? name : '*', reason: 'is not a parameter of this path' });
    else if (texts.length > 1) faults.push({ parameter: name, reason: 'is given more than once' });
    else {
      values[name] = text === undefined ? undefined : parameter.read(text);
      if (values[name] === undefined) faults.push({ parameter: name, reason: `must be ${parameter.expected}` });
    }
  }
  for (const [name, parameter] of Object.entries(parameters)) {
    if ('needed' in parameter && !given.has(name)) faults.push({ parameter: name, reason: `must be given: ${parameter.expected}` });
  }
  if (faults.length > 0) throw new Problem('invalid-parameter', { parameters: faults.slice(0, MOST_FAULTS) });
  return { ...presets(parameters), ...values } as Values<P>;
}

function isOfType(parameter: Parameter<unknown> | undefined, value: unknown): boolean {
  const type = parameter?.schema['type'];
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

function presets(parameters: Parameters): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, parameter]) => ('preset' in parameter ? [[name, parameter.preset]] : [])),
  );
}
