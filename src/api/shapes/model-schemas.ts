import { readdirSync, readFileSync } from 'node:fs';
import type { JsonSchema } from './parameters/parameter.js';

/** The same from `src/api` and from `dist/api`. */
const DIRECTORY = new URL('../../../schemas/model/', import.meta.url);
const COMPONENTS = '#/components/schemas/';

/** The JSON Schemas of the canonical model as components of an OpenAPI document: `result.json` is `Result`. */
export function modelSchemas(directory = DIRECTORY): Record<string, JsonSchema> {
  const files = readdirSync(directory).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.sort().map((file) => [componentName(file), component(file, readFileSync(new URL(file, directory), 'utf8'))]),
  );
}

/** What the store gives out: the model, with the revision always there, and the instant at which it was stored. */
export function storedSchema(schema: JsonSchema): JsonSchema {
  const { properties = {}, required = [] } = schema as { properties?: object; required?: readonly string[] };
  const storedAt = {
    type: 'string',
    format: 'date-time',
    description: 'When the gateway stored this revision, rounded down to the minute.',
  };
  return { ...schema, properties: { ...properties, storedAt }, required: [...new Set([...required, 'revision', 'storedAt'])] };
}

/** A result also says which learner of the roster it is of, once that is known. */
export function storedResultSchema(schema: JsonSchema): JsonSchema {
  const stored = storedSchema(schema) as { readonly properties: object };
  const rosterLearner = {
    type: 'string',
    description: 'Id of the learner in the roster. Absent: the learner is not in the roster (yet).',
  };
  return { ...stored, properties: { ...stored.properties, rosterLearner } };
}

/** References are written out from the root of the document: few tools follow `$id` inside it. */
function component(file: string, text: string): JsonSchema {
  const {
    $schema: _,
    $id: __,
    ...schema
  } = JSON.parse(text, (key, value) => (key === '$ref' && typeof value === 'string' ? reference(file, value) : value)) as Record<
    string,
    unknown
  >;
  return schema;
}

function reference(file: string, ref: string): string {
  const [target = '', fragment = ''] = ref.split('#');
  const name = target === '' ? file : (target.split('/').at(-1) as string);
  return `${COMPONENTS}${componentName(name)}${fragment}`;
}

/** `goal-set.json` is `GoalSet`. */
function componentName(file: string): string {
  return file
    .replace(/\.json$/, '')
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
