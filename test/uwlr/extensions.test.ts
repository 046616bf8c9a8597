import { expect, test } from '@jest/globals';
import { readExtensions } from '../../src/uwlr/extensions.js';

const withElement = (text: string) =>
  readExtensions(JSON.parse(`[{"namespace": "urn:voorbeeld", "type": "Formaat", "elements": [${text}]}]`));

test.each([
  ['a type that every object has', '{"name": "oordeel", "type": "constructor"}'],
  ['a type that is a prototype', '{"name": "oordeel", "type": "__proto__"}'],
  ['a name that is a prototype', '{"name": "__proto__", "type": "string"}'],
  ['nothing of its own', '{"__proto__": {"name": "oordeel", "type": "string"}}'],
])('a registered type with %s is refused', (_what, text) => {
  expect(() => withElement(text)).toThrow(/^extensions\[0\]\.elements\[0\]/);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('a registered type with a field of a plain name is taken', () => {
  expect(withElement('{"name": "oordeel", "type": "string"}').size).toBe(1);
});
