import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

export type SchemaName = 'result' | 'assessment';
export type Schema = Readonly<Record<string, unknown>>;

export function schemaOf(name: string): Schema {
  return JSON.parse(readFileSync(new URL(`../../../schemas/model/${name}.json`, import.meta.url), 'utf8')) as Schema;
}

export function validatorOf(name: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  formats.default(ajv);
  return ajv.compile(schemaOf(name));
}

/** Every property that a schema has, as the path to it: `activity/part/name`; items of lists go by the name of the list. */
export function propertiesOf(schema: Schema, root: Schema = schema, path = ''): string[] {
  const reference = schema['$ref'] as string | undefined;
  if (reference !== undefined) {
    const definitions = root['$defs'] as Readonly<Record<string, Schema>>;
    return propertiesOf(definitions[reference.slice('#/$defs/'.length)] as Schema, root, path);
  }
  const items = schema['items'] as Schema | undefined;
  if (items !== undefined) return propertiesOf(items, root, path);
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  return Object.entries(properties).flatMap(([name, property]) => {
    const below = path === '' ? name : `${path}/${name}`;
    return [below, ...propertiesOf(property, root, below)];
  });
}

/** The same of a value. */
export function pathsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const below = path === '' ? name : `${path}/${name}`;
    return [below, ...pathsIn(item, below)];
  });
}

/** Every object in a schema that does not say what else may be in it. */
export function openObjects(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && (schema as Schema)['additionalProperties'] !== false ? [path] : [];
  return [...own, ...Object.entries(schema).flatMap(([name, part]) => openObjects(part, `${path}/${name}`))];
}
