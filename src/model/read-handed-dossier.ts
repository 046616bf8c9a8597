import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { isXmlText } from '../xml/writer.js';
import { type HandedDossier, isUndamaged } from './handed-dossier.js';

const SCHEMAS = new URL('../../schemas/', import.meta.url);
/** Faults beyond these would be read by nobody. */
const MOST_FAULTS = 20;

/** What is wrong with a file, at a JSON pointer (RFC 6901). Never a value of it. */
export interface DossierFault {
  readonly pointer: string;
  readonly what: string;
}

export type ReadDossier =
  | { readonly kind: 'read'; readonly dossier: HandedDossier }
  | { readonly kind: 'faults'; readonly faults: readonly DossierFault[] };

let validate: ValidateFunction | undefined;

/** Reads what another installation wrote. Everything is checked before anything of it is used. */
export function readHandedDossier(text: string): ReadDossier {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return faulty({ pointer: '', what: 'is no JSON' });
  }
  if ((value as { readonly format?: unknown } | null)?.format !== 'uwlr-dossier')
    return faulty({ pointer: '/format', what: 'is no dossier' });
  if ((value as HandedDossier).formatVersion !== '1')
    return faulty({ pointer: '/formatVersion', what: 'is of a version that this gateway does not know' });
  validate ??= compiled();
  if (!validate(value)) return faulty(...(validate.errors ?? []).map(faultOf));
  const characters = [...unfitTexts(value, '')];
  if (characters.length > 0) return faulty(...characters);
  const dossier = value as HandedDossier;
  if (!isUndamaged(dossier)) return faulty({ pointer: '/digest', what: 'does not fit the rest: the file is damaged or was changed' });
  const faults = inconsistencies(dossier);
  return faults.length > 0 ? faulty(...faults) : { kind: 'read', dossier };
}

function faulty(...faults: readonly DossierFault[]): ReadDossier {
  return { kind: 'faults', faults: faults.slice(0, MOST_FAULTS) };
}

function faultOf({ keyword, instancePath, params }: ErrorObject): DossierFault {
  if (keyword === 'required') return { pointer: `${instancePath}/${String(params['missingProperty'])}`, what: 'is missing' };
  if (keyword === 'additionalProperties') return { pointer: instancePath, what: 'has a field that is not known here' };
  return { pointer: instancePath, what: `breaks the schema (${keyword})` };
}

/** What no field of a message could hold. */
function* unfitTexts(value: unknown, pointer: string): Generator<DossierFault> {
  if (typeof value === 'string') {
    if (!isXmlText(value)) yield { pointer, what: 'has a character that no text may have' };
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value))
    yield* unfitTexts(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

function inconsistencies({ parties, results }: HandedDossier): readonly DossierFault[] {
  const known = new Set(parties.map(({ klantcode }) => klantcode));
  const ids = new Set<string>();
  return results.flatMap(({ id, source }, at) => {
    const faults: DossierFault[] = [];
    if (!known.has(source.party)) faults.push({ pointer: `/results/${at}/source/party`, what: 'is none of the parties' });
    if (ids.has(id)) faults.push({ pointer: `/results/${at}/id`, what: 'is there twice' });
    ids.add(id);
    return faults;
  });
}

function compiled(): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  formats.default(ajv);
  ajv.addSchema(JSON.parse(readFileSync(new URL('model/result.json', SCHEMAS), 'utf8')) as object);
  return ajv.compile(JSON.parse(readFileSync(new URL('dossier/handed-dossier.json', SCHEMAS), 'utf8')) as object);
}
