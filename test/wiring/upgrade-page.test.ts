import { expect, test } from '@jest/globals';
import { commandsIn, unknownIn } from '../support/doc-commands.js';
import { docPage } from '../support/doc-page.js';

const PAGE = docPage('upgrade-and-restore');

test('every command in docs/upgrade-and-restore.md exists', () => {
  const commands = commandsIn(PAGE);
  expect(commands).toEqual(expect.arrayContaining(['uwlr restore FILE']));
  expect(commands.map(unknownIn).filter((wrong) => wrong !== undefined)).toEqual([]);
});
