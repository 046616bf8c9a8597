import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';

const SRC = new URL('../../src/', import.meta.url);

/** Types whose values may be empty after the first reading. A plain `Iterator` is stepped through by hand. */
const ONCE = /^(Async)?(Iterable|IterableIterator|Generator|MapIterator|SetIterator)$/;

/** `map.values()`: such an iterator is empty after one reading. */
const MAKES_ITERATOR = ['values', 'keys', 'entries', 'matchAll'];

/** Properties that one place reads, once. Anything else that is kept for later is an array, a set or a map. */
const KEPT = ['slices', 'leerlingen', 'leerkrachten', 'results', 'xml', 'goals', 'relations', 'pieces'];

/** Read at one of two places, as the first of them returns; or read on, by a second place where a first one stopped, to the end and no more. */
const EITHER_WAY = ['soap/endpoint/read-message.ts: chunks', 'soap/client/gathered.ts: pieces', 'soap/client/gathered.ts: rest'];

// biome-ignore lint/suspicious/noExplicitAny: nodes of another's syntax tree.
type Syntax = any;

/** Names that are read again after something may have read them to the end: `function: name`. */
function readTwice(source: string): string[] {
  const found: string[] = [];
  const walk = (node: Syntax, visit: (node: Syntax) => void): void => {
    if (Array.isArray(node)) for (const one of node) walk(one, visit);
    else if (node !== null && typeof node === 'object') {
      if (typeof node.type === 'string') visit(node);
      for (const [name, value] of Object.entries(node)) if (name !== 'typeAnnotation' && name !== 'span') walk(value, visit);
    }
  };
  const usesOf = (name: string, scope: Syntax): number => {
    let uses = 0;
    walk(scope, (node) => {
      if (node.type === 'Identifier' && node.value === name) uses += 1;
      // Under its own name a property is no use of the variable.
      if (node.type === 'MemberExpression' && node.property.type === 'Identifier' && node.property.value === name) uses -= 1;
      if (node.type === 'KeyValueProperty' && node.key.type === 'Identifier' && node.key.value === name) uses -= 1;
      // Is it there at all? That reads nothing of it.
      if (node.type === 'BinaryExpression' && node.operator.length === 3 && [node.left, node.right].some((side) => side.value === name))
        uses -= 1;
    });
    return uses;
  };
  const isOnce = (annotation: Syntax): boolean => {
    const type = annotation?.typeAnnotation ?? annotation;
    if (type?.type === 'TsUnionType') return type.types.some(isOnce);
    return type?.type === 'TsTypeReference' && ONCE.test(type.typeName.value ?? '');
  };
  const isIteratorCall = (init: Syntax): boolean =>
    init?.type === 'CallExpression' &&
    init.callee.type === 'MemberExpression' &&
    MAKES_ITERATOR.includes(init.callee.property.value) &&
    init.callee.object.value !== 'Object';
  const inspect = (parameters: Syntax[], body: Syntax): void => {
    for (const parameter of parameters) {
      const pattern = parameter.pat ?? parameter;
      const target = pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
      if (target.type === 'Identifier' && isOnce(target.typeAnnotation) && usesOf(target.value, body) > 1) found.push(target.value);
    }
    for (const statement of body?.stmts ?? []) {
      for (const { id, init } of statement.type === 'VariableDeclaration' ? statement.declarations : [])
        if (id.type === 'Identifier' && isIteratorCall(init) && usesOf(id.value, body) > 2) found.push(id.value);
    }
  };
  walk(parseSync(source, { syntax: 'typescript', target: 'es2022' }), (node) => {
    if (node.type === 'ClassMethod' || node.type === 'PrivateMethod') inspect(node.function.params, node.function.body);
    else if ('params' in node && node.body !== undefined) inspect(node.params, node.body);
    const kept =
      node.type === 'TsParameterProperty'
        ? node.param
        : node.type.endsWith('Property') || node.type === 'TsPropertySignature'
          ? node.key
          : undefined;
    if (kept !== undefined && isOnce(node.typeAnnotation ?? kept?.typeAnnotation) && !KEPT.includes(kept?.value))
      found.push(`.${kept?.value}`);
  });
  return found;
}

describe('an iterator, which is empty once it has been read', () => {
  test('is read once, wherever one is taken in or kept', () => {
    const found = readdirSync(fileURLToPath(SRC), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => readTwice(readFileSync(new URL(file, SRC), 'utf8')).map((name) => `${file}: ${name}`));
    expect(found.filter((name) => !EITHER_WAY.includes(name))).toEqual([]);
  });

  test.each([
    ['a parameter', 'function f(list: Iterable<string>) { new Set([...list]); return [...list]; }'],
    ['a parameter of a method', 'class A { f(list: Iterable<string>) { this.g(list); for (const one of list) this.h(one); } }'],
    ['a parameter of a function without a name', 'const f = (list: Iterable<string> | undefined) => { g(list); g(list); };'],
    ['values of a map', 'function f(map: Map<string, string>) { const all = map.values(); g([...all]); g([...all]); }'],
    ['a property that is kept', 'interface A { readonly rows: Iterable<string> }'],
  ])('is found when %s is read twice', (_, source) => {
    expect(readTwice(source)).toHaveLength(1);
  });
});
