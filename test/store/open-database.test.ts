import { expect, test } from '@jest/globals';
import { checkFit } from '../../src/store/sqlite/connection/open-database.js';

test('a better-sqlite3 that would crash this Node is refused with advice', () => {
  expect(() => checkFit('20.20.2', '13.2.0')).toThrow(
    'better-sqlite3 13.2.0 was not installed for Node 20.20.2: install again with this Node',
  );
});

test.each([
  ['20.20.2', '12.11.1'],
  ['22.1.0', '13.2.0'],
  ['24.21.0', '12.11.1'],
])('Node %s takes better-sqlite3 %s', (node, sqlite) => {
  expect(() => checkFit(node, sqlite)).not.toThrow();
});
