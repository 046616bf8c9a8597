import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { firstLine, json, start, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
beforeAll(async () => {
  space = await workspace();
});
afterAll(() => space.remove());

test('a simulated administration can be synced from by what it prints, until it is told to stop', async () => {
  const child = start(['simulate', 'las', '--learners', '40', '--deviation', 'wrong-order,empty-prefix', '--json']);
  try {
    const las = JSON.parse(await firstLine(child)) as Record<'endpoint' | 'klantcode' | 'klantnaam' | 'autorisatiesleutel', string>;
    const data = ['--data', space.path('data')];
    const done = async (...args: string[]) => expect((await uwlr([...args, ...data])).code).toBe(0);
    await done('school', 'add', '--brin', '99XX', '--name', 'Proef');
    const party = ['--klantcode', las.klantcode, '--klantnaam', las.klantnaam, '--role', 'las', '--endpoint', las.endpoint];
    await done('party', 'add', ...party, '--policy', 'tolerant');
    const agreed = ['--school', '99XX', '--party', las.klantcode, '--exchange', 'leerlinggegevens', '--profile', 'smalle-set'];
    await done('agreement', 'add', ...agreed, '--purpose', 'Proef', '--key', las.autorisatiesleutel);
    const report = await json<{ outcome: string; summary: object }>(['sync', '--school', '99XX', '--allow-targets', 'localhost', ...data]);
    expect(report).toMatchObject({ outcome: 'updated', summary: { learners: { after: 40 } } });
  } finally {
    child.kill('SIGTERM');
  }
  expect((await once(child, 'close'))[0]).toBe(0);
});

test('a deviation that it does not have is wrong usage', async () => {
  const { code, stderr } = await uwlr(['simulate', 'las', '--deviation', 'rudeness']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('wrong-order')]);
});
