import type { Schema, Type } from '../grammar/grammar.js';
import { camelCase } from '../grammar/wsdl-type-name.js';

/** `lr:tpKey`, with the prefix that all our files use for the schema; bare where there is no namespace. */
export function qualified(schema: Schema, name: string): string {
  return schema.namespace === '' ? name : `${schema.prefix}:${name}`;
}

/** The name to refer to a type by; undefined when it has to be written out. A simple type belongs to the schema that uses it. */
export function referenceTo(type: Type, schema: Schema): string | undefined {
  if (type.kind !== 'simple') return type.name ? qualified(type.schema, type.name) : undefined;
  if (type.name !== undefined) return qualified(schema, type.name);
  return type.xsd.facets.length === 0 ? type.xsd.base : undefined;
}

/** `toetsen` -> `gToetsen`: the group that shares an element with another schema. */
export function groupNameFor(element: string): string {
  return `g${camelCase(element)}`;
}
