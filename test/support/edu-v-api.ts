import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { readYaml } from './read-yaml.js';

/** The official OpenAPI document; not part of the project, so it is not everywhere. */
const FILE = new URL('../../../shared/reference/edu-v/results-api.yaml', import.meta.url);

export const HAS_EDU_V_API = existsSync(FILE);

/** Judges messages and answers by the official schemas of the Edu-V Results API. */
export function eduVSchema(name: 'AssessmentScoresAndResults' | 'StatusResponse'): ValidateFunction {
  const { components } = readYaml(readFileSync(FILE, 'utf8')) as { components: { schemas: Record<string, object> } };
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'edu-v', components: { schemas: closed(components.schemas) } });
  return ajv.getSchema(`edu-v#/components/schemas/${name}`) as ValidateFunction;
}

/** The official ones let any other property pass: a misspelt one would too. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, closed(inner)] as const);
  const made = Object.fromEntries(entries);
  return made['type'] === 'object' && 'properties' in made ? { ...made, additionalProperties: false } : made;
}
