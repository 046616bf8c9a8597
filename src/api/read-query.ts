import type { Parameter, PresetParameter } from './parameter.js';
import { type ParameterFault, Problem } from './problem.js';

/** Parameters by name. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

type PresetNames<P extends Parameters> = { [Name in keyof P]: P[Name] extends PresetParameter<unknown> ? Name : never }[keyof P];
type Value<P> = P extends Parameter<infer T> ? T : never;

/** The values of parameters: those with a preset are always there, the others when they were given. */
export type Values<P extends Parameters> = { readonly [Name in PresetNames<P>]: Value<P[Name]> } & {
  readonly [Name in Exclude<keyof P, PresetNames<P>>]?: Value<P[Name]>;
};

/** A name that can be repeated in an answer. Anything else might be a value that ended up on the wrong side of the `=`. */
const NAME = /^[A-Za-z][A-Za-z_-]{0,31}$/;
const MOST_FAULTS = 20;

/** Reads a query. Throws the problem `invalid-parameter`, which lists everything that is wrong. */
export function readQuery<P extends Parameters>(query: URLSearchParams, parameters: P): Values<P> {
  const values: Record<string, unknown> = {};
  const faults: ParameterFault[] = [];
  for (const name of new Set(query.keys())) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const texts = query.getAll(name);
    if (parameter === undefined) faults.push({ parameter: NAME.test(name) ? name : '*', reason: 'is not a parameter of this path' });
    else if (texts.length > 1) faults.push({ parameter: name, reason: 'is given more than once' });
    else {
      values[name] = parameter.read(texts[0] as string);
      if (values[name] === undefined) faults.push({ parameter: name, reason: `must be ${parameter.expected}` });
    }
  }
  if (faults.length > 0) throw new Problem('invalid-parameter', { parameters: faults.slice(0, MOST_FAULTS) });
  return { ...presets(parameters), ...values } as Values<P>;
}

function presets(parameters: Parameters): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, parameter]) => ('preset' in parameter ? [[name, parameter.preset]] : [])),
  );
}
