/** A schema of what a JSON value is: so that an answer can be looked at as its schema is. */
export function schemaOf(value: unknown): object {
  if (Array.isArray(value)) return { type: 'array', items: { anyOf: value.map(schemaOf) } };
  if (typeof value === 'number') return { type: 'number' };
  if (typeof value === 'string') return { type: 'string' };
  if (typeof value !== 'object' || value === null) return {};
  const properties = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === 'kind' ? { const: inner } : schemaOf(inner)]),
  );
  return { type: 'object', additionalProperties: false, properties };
}
