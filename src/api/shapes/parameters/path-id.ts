import type { JsonSchema } from './parameter.js';

/** What the `{id}` of a path is. Any text is looked up; what is not there is 404. */
export interface PathId {
  readonly description: string;
  readonly schema: JsonSchema;
}

export function uuid(description: string): PathId {
  return { description, schema: { type: 'string', format: 'uuid' } };
}

export function pseudonym(description: string): PathId {
  return { description, schema: { type: 'string', minLength: 1 } };
}
