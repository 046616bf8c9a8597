import type { JsonSchema } from './parameters/parameter.js';

/**
 * Which properties of a model are shown, in this order: a list of what goes out, so that what is added to the model does not leave by
 * itself. Through arrays it holds for the items. Values and schemas are cut down by the same selection.
 */
export type Selection<T> = T extends readonly (infer Item)[]
  ? Selection<Item>
  : T extends object
    ? { readonly [Name in keyof T]?: true | Selection<NonNullable<T[Name]>> }
    : never;

type Names = Readonly<Record<string, unknown>>;

/** The selected properties of a value. An item of a list of which nothing is left is left out. */
export function select<T>(value: T, selection: Selection<T>): unknown {
  return selected(value, selection as Names);
}

function selected(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((item) => selected(item, names)).filter((item) => Object.keys(item as object).length > 0);
  const from = value as Names;
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, part]) => {
      if (from[name] === undefined) return [];
      return [[name, part === true ? from[name] : selected(from[name], part as Names)]];
    }),
  );
}

/**
 * The schema of what `select` gives. References that are selected from are looked up in `$defs` of the schema itself; others stay
 * as they are, and so does `$defs`.
 */
export function selectSchema<T>(schema: JsonSchema, selection: Selection<T>): JsonSchema {
  return cut(schema, selection as Names, (schema['$defs'] ?? {}) as Readonly<Record<string, JsonSchema>>);
}

function cut(schema: JsonSchema, names: Names, defs: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const {
    $ref,
    items,
    properties = {},
    required,
  } = schema as {
    $ref?: string;
    items?: JsonSchema;
    properties?: Readonly<Record<string, JsonSchema>>;
    required?: readonly string[];
  };
  const target = $ref === undefined ? undefined : defs[$ref.split('/').at(-1) as string];
  if (target !== undefined) return cut(target, names, defs);
  if (items !== undefined) return { ...schema, items: cut(items, names, defs) };
  const kept = Object.entries(names).map(([name, part]) => {
    const property = properties[name];
    if (property === undefined) throw new Error(`the schema has no ${name}`);
    return [name, part === true ? property : cut(property, part as Names, defs)];
  });
  return {
    ...schema,
    properties: Object.fromEntries(kept),
    ...(required === undefined ? {} : { required: required.filter((name) => name in names) }),
  };
}
