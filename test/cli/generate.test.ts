import { describe, expect, test } from '@jest/globals';
import { uwlr } from './support/uwlr.js';

describe('generate --check', () => {
  test('says which derived files are stale, and changes none', async () => {
    const { code, stdout } = await uwlr(['generate', '--check', '--json']);
    const { stale, written } = JSON.parse(stdout) as { stale: string[]; written: string[] };
    expect(code).toBe(stale.length === 0 ? 0 : 1);
    expect(written).toEqual([]);
  });
});
