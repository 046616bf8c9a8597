import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { localTime } from '../../src/cli/terminal/local-time.js';
import { json } from '../cli/support/uwlr.js';
import { type BusySchool, startBusySchool } from '../support/busy-school.js';
import { post, type Running } from '../support/gateway.js';
import { message } from '../support/messages.js';
import { ask } from '../support/pupil-questions.js';

let running: Running;
let file: string;
let command: BusySchool['command'];
let results: BusySchool['results'];

beforeAll(async () => {
  ({ running, file, command, results } = await startBusySchool());
});
afterAll(() => running.stop());

describe('a school that pauses', () => {
  const delivery = message({ aanmaakdatum: '2026-02-01T10:00:00Z' });

  beforeAll(async () => {
    expect([(await ask(running)).status, (await results()).status]).toEqual([200, 200]);
    expect(await command('school', 'pause', '--school', '99XX')).toMatchObject({ code: 0 });
  });

  test('is told that it is paused, and since when, however often it asks for it', async () => {
    const { stdout } = await command('school', 'list');
    const [, since] = /paused since (\S+)/.exec(stdout) ?? [];
    expect(Date.parse(since ?? '')).not.toBeNaN();
    const again = await json<{ school: string; pausedAt: string }>(['school', 'pause', '--school', '99XX', '--data', running.directory]);
    expect({ ...again, pausedAt: localTime(again.pausedAt) }).toEqual({ school: '99XX', pausedAt: since });
  });

  test.each([
    ['results that are delivered', () => post(running.gateway, delivery)],
    ['a question for pupils', () => ask(running)],
    ['a question for groups', () => ask(running, { name: 'structuur_verzoek' })],
  ])('has %s put off, so that the vendor tries again', async (_what, send) => {
    const { status, code, rules, headers, text } = await send();
    expect([status, code, rules]).toEqual([500, 'Server.TijdelijkNietBeschikbaar', ['UWLR-EX-013']]);
    expect(headers.get('retry-after')).toBe('900');
    expect(text).not.toContain('Testema');
  });

  test('is no business of who has no right to it: a wrong key gets the answer that it always gets', async () => {
    expect(await ask(running, { key: 'geraden-sleutel' })).toMatchObject({ code: 'Client.AutorisatieOngeldig', rules: ['UWLR-EX-002'] });
    expect((await results('geraden')).status).toBe(401);
  });

  test('has nothing read over REST', async () => {
    const response = await results();
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('900');
    expect(await response.json()).toMatchObject({ type: 'urn:uwlr-gateway:problem:school-paused' });
  });

  test.each([
    ['a sync', () => command('sync', '--school', '99XX', '--json')],
    ['a file', () => command('roster', 'import', file, '--json')],
    ['the trial of a file', () => command('roster', 'import', file, '--dry-run', '--json')],
  ])('has %s refused by name', async (_what, run) => {
    const { code, stdout } = await run();
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'paused', findings: [expect.objectContaining({ rule: 'UWLR-EX-013' })] });
  });

  test('has no file made of its pupils', async () => {
    const { code, stdout, stderr } = await command(
      ...['roster', 'export', '--school', '99XX', '--school-year', '2025-2026', '--profile', 'smalle-set', '--version', '2.2'],
    );
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: 'uwlr: school 99XX is paused: nothing moves until uwlr school resume\n',
    });
  });

  test('goes on where it was once it resumes: the same bytes are accepted, nothing was lost', async () => {
    expect((await running.gateway.store.results({ school: '99XX', limit: 10 })).items).toEqual([]);
    expect(await command('school', 'resume', '--school', '99XX')).toMatchObject({ code: 0 });
    expect((await post(running.gateway, delivery)).status).toBe(200);
    expect((await ask(running)).status).toBe(200);
    expect(((await (await results()).json()) as { items: unknown[] }).items).toHaveLength(1);
    expect((await command('school', 'resume', '--school', '99XX')).stdout).toBe('School 99XX was not paused.\n');
  });

  test('that is not there is no school', async () => {
    expect(await command('school', 'pause', '--school', '99ZZ')).toMatchObject({ code: 1 });
  });
});

describe('an agreement that is over', () => {
  test('stops the exchange from the next message on, when another process ends it', async () => {
    expect((await ask(running)).status).toBe(200);
    const { agreements } = await running.gateway.store.directory();
    const id = agreements.all().find(({ party }) => party === 'TESTEA')?.id as string;
    expect(await command('agreement', 'end', id)).toMatchObject({ code: 0 });
    expect(await ask(running)).toMatchObject({ code: 'Client.AutorisatieOngeldig' });
    const delivered = await post(running.gateway, message({ aanmaakdatum: '2026-02-02T10:00:00Z' }));
    expect(delivered.code).toBe('Client.AutorisatieOngeldig');
  });

  test('stops it by itself when its term is over, and does not begin before that', async () => {
    const { store } = running.gateway;
    const term = { school: '99XX', party: 'TESTEA', exchanges: ['leerlinggegevens'], profile: 'smalle-set' } as const;
    const rest = { purpose: 'Testen', infourl: { keep: 'none' } } as const;
    await store.addAgreements(
      [
        { id: 'over', ...term, ...rest, from: '2026-01-01T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z' },
        { id: 'later', ...term, ...rest, from: '2999-01-01T00:00:00.000Z' },
      ],
      undefined,
    );
    expect(await ask(running)).toMatchObject({ code: 'Client.AutorisatieOngeldig' });
    const now = { id: 'now', ...term, ...rest, from: '2026-02-01T00:00:00.000Z', until: '2999-01-01T00:00:00.000Z' };
    await store.addAgreements([now], undefined);
    expect((await ask(running)).status).toBe(200);
  });
});
