import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { type BusySchool, startBusySchool } from '../support/busy-school.js';
import { post, type Running } from '../support/gateway.js';
import { message } from '../support/messages.js';
import { ask } from '../support/pupil-questions.js';

const DESTROYED = 'uwlr: the key of school 99XX was destroyed\n';

let running: Running;
let file: string;
let command: BusySchool['command'];
let results: BusySchool['results'];

beforeAll(async () => {
  ({ running, file, command, results } = await startBusySchool());
  expect((await post(running.gateway, message({ aanmaakdatum: '2026-02-01T10:00:00Z' }))).status).toBe(200);
  expect(await command('school', 'destroy-key', '--school', '99XX', '--confirm', '99XX')).toMatchObject({ code: 0 });
});
afterAll(() => running.stop());

/** What came to this point before the key was destroyed has seen a school that was not paused. */
function asIfInWork(): void {
  const db = new SqliteDatabase(path.join(running.directory, 'uwlr.db'));
  db.exec('UPDATE schools SET paused_at = NULL; UPDATE directory_version SET version = version + 1');
  db.close();
}

test('a school whose key was destroyed does not resume', async () => {
  expect(await command('school', 'resume', '--school', '99XX')).toEqual({ code: 1, stdout: '', stderr: DESTROYED });
});

describe.each([
  ['a school whose key was destroyed', () => undefined, true],
  ['a school whose key is destroyed while something is in work', asIfInWork, false],
])('%s', (_when, prepare, paused) => {
  beforeAll(prepare);

  test('has messages put off as those of a school that is paused, results and questions alike', async () => {
    for (const answer of [await post(running.gateway, message({ aanmaakdatum: '2026-02-02T10:00:00Z' })), await ask(running)]) {
      const { status, code, rules, headers } = answer;
      expect([status, code, rules]).toEqual([500, 'Server.TijdelijkNietBeschikbaar', ['UWLR-EX-013']]);
      expect(headers.get('retry-after')).toBe('900');
    }
    const { items } = await running.gateway.store.exchanges({ limit: 2 });
    expect(items.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
  });

  test('has nothing read over REST', async () => {
    expect(await (await results()).json()).toMatchObject({ type: 'urn:uwlr-gateway:problem:key-destroyed' });
  });

  test('takes no file, and says why', async () => {
    const { code, stdout, stderr } = await command('roster', 'import', file, '--json');
    expect(code).toBe(1);
    if (paused) expect(JSON.parse(stdout)).toMatchObject({ outcome: 'paused' });
    else expect(stderr).toBe(DESTROYED);
  });
});
