import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { modelSchemas, storedSchema } from '../../src/api/shapes/model-schemas.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'uwlr-schemas-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function read(files: Record<string, object>): ReturnType<typeof modelSchemas> {
  for (const [name, schema] of Object.entries(files)) writeFileSync(path.join(directory, name), JSON.stringify(schema));
  return modelSchemas(pathToFileURL(`${directory}/`));
}

describe('schemas of the model become components', () => {
  test('by the name of their file, without what says where they are', () => {
    const schemas = read({
      'goal-set.json': { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'https://x.example/goal-set.json', type: 'object' },
    });
    expect(schemas).toEqual({ GoalSet: { type: 'object' } });
  });

  test('with references that hold from the root of the document', () => {
    const { Result } = read({
      'term.json': { type: 'string' },
      'result.json': {
        properties: {
          a: { $ref: '#/$defs/a' },
          b: { $ref: 'term.json' },
          c: { $ref: 'https://x.example/model/term.json#/$defs/c' },
          d: { $ref: '#' },
        },
      },
    });
    expect(Result?.['properties']).toEqual({
      a: { $ref: '#/components/schemas/Result/$defs/a' },
      b: { $ref: '#/components/schemas/Term' },
      c: { $ref: '#/components/schemas/Term/$defs/c' },
      d: { $ref: '#/components/schemas/Result' },
    });
  });
});

test('what the store gives out has a revision and the instant of storing', () => {
  const schema = {
    type: 'object',
    properties: { id: { type: 'string' }, revision: { type: 'integer' } },
    required: ['id'],
    additionalProperties: false,
  };
  expect(storedSchema(schema)).toEqual({
    ...schema,
    properties: { ...schema.properties, storedAt: expect.objectContaining({ format: 'date-time' }) },
    required: ['id', 'revision', 'storedAt'],
  });
});
