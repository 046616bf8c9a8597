import { describe, expect, test } from '@jest/globals';
import { select, selectSchema } from '../../src/api/shapes/selection.js';

interface Whole {
  readonly id: string;
  readonly secret?: string;
  readonly parts: readonly { readonly number: string; readonly marks: readonly { readonly code?: string; readonly words?: string }[] }[];
}

const SHOWN = { parts: { number: true, marks: { code: true } }, id: true } as const;

describe('a selection', () => {
  test('gives what it names, in its order, and of lists what is left of their items', () => {
    const value: Whole = { id: 'x', secret: 's', parts: [{ number: '1', marks: [{ code: 'a', words: 'b' }, { words: 'c' }] }] };
    expect(JSON.stringify(select(value, SHOWN))).toBe('{"parts":[{"number":"1","marks":[{"code":"a"}]}],"id":"x"}');
  });

  test('leaves out what is absent', () => {
    const value: Whole = { id: 'x', parts: [] };
    expect(select<Whole>(value, { id: true, secret: true })).toEqual({ id: 'x' });
  });

  test('cuts a schema down in the same way, through references', () => {
    const mark = { type: 'object', additionalProperties: false, properties: { code: { type: 'string' }, words: { type: 'string' } } };
    const part = {
      type: 'object',
      properties: { number: { type: 'string' }, marks: { type: 'array', items: { $ref: '#/components/schemas/Whole/$defs/mark' } } },
      required: ['number', 'marks'],
    };
    const schema = {
      type: 'object',
      properties: { id: { type: 'string' }, secret: { type: 'string' }, parts: { type: 'array', items: part } },
      required: ['id', 'secret'],
      $defs: { mark },
    };
    const marks = { type: 'array', items: { ...mark, properties: { code: { type: 'string' } } } };
    expect(selectSchema<Whole>(schema, SHOWN)).toEqual({
      ...schema,
      required: ['id'],
      properties: {
        id: { type: 'string' },
        parts: { type: 'array', items: { ...part, properties: { number: { type: 'string' }, marks } } },
      },
    });
  });

  test('of something that the schema does not have is a mistake', () => {
    expect(() => selectSchema<Whole>({ type: 'object', properties: {} }, { id: true })).toThrow('the schema has no id');
  });
});
