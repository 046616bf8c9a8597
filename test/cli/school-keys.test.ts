import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { json, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
let data: string;

beforeAll(async () => {
  space = await workspace();
  data = space.path('data');
  await json(['school', 'add', '--brin', '99XX', '--name', 'De Proef', '--data', data]);
  await json(['school', 'add', '--brin', '99AB', '--name', 'De Andere', '--data', data]);
});
afterAll(() => space.remove());

const run = async (...args: string[]) => {
  const { code, stderr } = await uwlr(['school', ...args, '--data', data]);
  return { code, stderr };
};

test('aliases are rotated, and a key is destroyed once it is confirmed; nothing of that school goes on, and others do', async () => {
  expect(await json(['school', 'rotate-key', '--school', '99XX', '--data', data])).toMatchObject({ school: '99XX', generation: 2 });
  expect(await run('rotate-key', '--school', '99ZZ')).toMatchObject({ code: 1 });
  expect(await run('destroy-key', '--school', '99XX', '--confirm', '99AB')).toEqual({
    code: 2,
    stderr: 'uwlr: --confirm names another school than --school\n',
  });
  expect(await run('destroy-key', '--school', '99XX')).toMatchObject({ code: 2 });
  expect(await json(['school', 'destroy-key', '--school', '99XX', '--confirm', '99XX', '--data', data])).toEqual({
    school: '99XX',
    destroyed: true,
    inLog: false,
  });
  for (const args of [
    ['rotate-key', '--school', '99XX'],
    ['resume', '--school', '99XX'],
  ]) {
    expect(await run(...args)).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^uwlr: the key of (?:the school|school 99XX) was destroyed\n$/),
    });
  }
  expect(await run('rotate-key', '--school', '99AB')).toMatchObject({ code: 0 });
  expect(await run('add', '--brin', '99AC', '--name', 'De Nieuwe')).toMatchObject({ code: 0 });
});
