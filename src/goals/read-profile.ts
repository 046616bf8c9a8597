import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { isXmlText } from '../xml/writer.js';
import type { SourceProfile } from './source-profile.js';

/** The same from `src/goals` and from `dist/goals`. */
const DIRECTORY = new URL('../../schemas/model/', import.meta.url);

/** What a file of a vendor says about a product. `party`: where the file says it. */
export type GivenProfile = Omit<SourceProfile, 'party' | 'version'> & { readonly party?: string };

/** Something in the file that is not as it has to be, at a JSON pointer (RFC 6901). Never a value of the file. */
export interface ProfileFault {
  readonly pointer: string;
  readonly message: string;
}

export type ReadProfile = { readonly profile: GivenProfile } | { readonly faults: readonly ProfileFault[] };

/** What is open in a file is "not declared": empty or unknown. */
const OPEN = {
  origins: [],
  figures: [],
  context: [],
  adaptive: 'unknown',
  targetLevel: 'unknown',
  durability: 'unknown',
  signalsFrom: 'unknown',
};

let made: ValidateFunction | undefined;

/** Holds the text of a file against `schemas/model/source-profile.json`. */
export function readProfile(text: string): ReadProfile {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return { faults: [{ pointer: '', message: 'is not JSON' }] };
  }
  made ??= compiled();
  if (!made(given)) return { faults: (made.errors ?? []).map(faultOf) };
  const pointers = [...unfitTexts(given, '')];
  if (pointers.length > 0) return { faults: pointers.map((pointer) => ({ pointer, message: 'has characters that UWLR cannot carry' })) };
  return { profile: { ...OPEN, ...(given as object) } as unknown as GivenProfile };
}

function faultOf({ keyword, instancePath, params, message, parentSchema }: ErrorObject): ProfileFault {
  const at = (name: unknown) => `${instancePath}/${String(name)}`;
  if (keyword === 'required') return { pointer: at(params['missingProperty']), message: 'is missing' };
  if (keyword === 'additionalProperties') {
    const known = Object.keys((parentSchema as { readonly properties?: object }).properties ?? {});
    return { pointer: instancePath, message: `has a member that is not known here; known are ${known.join(', ')}` };
  }
  if (keyword === 'enum') {
    return { pointer: instancePath, message: `must be one of ${(params['allowedValues'] as readonly string[]).join(', ')}` };
  }
  if (keyword === 'pattern') return { pointer: instancePath, message: 'has not the form that it must have' };
  return { pointer: instancePath, message: message ?? 'is not as it has to be' };
}

function* unfitTexts(value: unknown, pointer: string): Generator<string> {
  if (typeof value === 'string') {
    if (!isXmlText(value)) yield pointer;
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) yield* unfitTexts(item, `${pointer}/${name}`);
  }
}

function compiled(): ValidateFunction {
  const [result, profile] = ['result', 'source-profile'].map(
    (name) => JSON.parse(readFileSync(new URL(`${name}.json`, DIRECTORY), 'utf8')) as { readonly $id: string },
  ) as [object, { readonly $id: string }];
  const ajv = new Ajv2020({ allErrors: false, verbose: true, strictTypes: false });
  (formats as unknown as (to: Ajv2020) => void)(ajv);
  ajv.addSchema([result, profile]);
  return ajv.getSchema(profile.$id) as ValidateFunction;
}
