import type { JsonSchema } from './parameters/parameter.js';

/** Schema of a list that comes in pages. `item` is a name under `components/schemas`. */
export function pageSchema(item: string, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  const next = { type: 'string', description: 'Value of `cursor` for the next page. Absent on the last page.' };
  return listSchema(item, { next, ...more });
}

/** Schema of a list that comes whole. */
export function listSchema(item: string, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  const items = { type: 'array', items: { $ref: `#/components/schemas/${item}` } };
  return { type: 'object', properties: { items, ...more }, required: ['items'], additionalProperties: false };
}
