import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runTrigger } from '../../src/simulator/trigger/run-trigger.js';
import type { TriggerConfig } from '../../src/simulator/trigger/trigger-kit.js';
import { TRIGGERS } from '../../src/simulator/trigger/triggers.js';
import { fillRoster, smallSchool, YEAR } from '../support/fill-roster.js';
import { KEY, PARTY, type Running, startTestGateway } from '../support/gateway.js';
import { uwlr, type Workspace, workspace } from './support/uwlr.js';

const EXPIRED = 'verlopen-sleutel-van-de-testschool';

let running: Running;
let space: Workspace;
let config: TriggerConfig;

beforeAll(async () => {
  running = await startTestGateway({ agreement: { exchanges: ['leerlinggegevens', 'leerresultaten'], profile: 'smalle-set' } });
  const { store, keyring, url } = running.gateway;
  await fillRoster(running.gateway, smallSchool());
  await store.addAgreements([], {
    id: randomUUID(),
    party: PARTY.klantcode,
    hash: keyring.hashCredential(EXPIRED),
    schools: ['99XX'],
    from: '2026-01-01T00:00:00.000Z',
    until: '2026-01-02T00:00:00.000Z',
  });
  const caller = { klantcode: PARTY.klantcode, klantnaam: PARTY.klantnaam, autorisatiesleutel: KEY };
  config = { gateway: url, caller, expiredKey: EXPIRED, school: '99XX', schoolYear: YEAR, version: '2.2', results: 400 };
  space = await workspace();
  writeFileSync(space.path('key'), KEY);
});
afterAll(async () => {
  await running.stop();
  await space.remove();
});

async function newest() {
  const [exchange] = (await running.gateway.store.exchanges({ limit: 1 })).items;
  return exchange === undefined
    ? undefined
    : { id: exchange.id, outcome: exchange.outcome, rules: exchange.findings.map(({ rule }) => rule) };
}

describe('at a running gateway, this is answered and recorded as it says:', () => {
  test.each(TRIGGERS.filter(({ needs }) => needs !== 'pause').map((trigger) => [trigger.name, trigger] as const))(
    '%s',
    async (_, trigger) => {
      const outcome = await runTrigger(trigger, { config, patienceMs: 20_000, lookUp: newest });
      expect(outcome).toMatchObject({ trigger: trigger.name, asExpected: true });
      expect(outcome.steps).toHaveLength(trigger.steps.length);
      for (const { exchange } of outcome.steps) expect(exchange).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test('paused-school, once it is paused', async () => {
    const paused = TRIGGERS.filter(({ needs }) => needs === 'pause');
    await running.gateway.store.pauseSchool('99XX', new Date().toISOString());
    const outcomes = await Promise.all(paused.map((trigger) => runTrigger(trigger, { config, patienceMs: 20_000, lookUp: newest })));
    await running.gateway.store.pauseSchool('99XX', undefined);
    expect(outcomes).toEqual([expect.objectContaining({ trigger: 'paused-school', asExpected: true })]);
  });
});

test('each version of the standard can be triggered', async () => {
  for (const version of ['2.1', '2.3'] as const) {
    const [accepted] = TRIGGERS;
    if (accepted === undefined) throw new Error('there are no triggers');
    expect(await runTrigger(accepted, { config: { ...config, version }, patienceMs: 20_000 })).toMatchObject({ asExpected: true });
  }
});

describe('uwlr trigger', () => {
  const flags = () => [
    '--url',
    config.gateway,
    '--klantcode',
    PARTY.klantcode,
    '--klantnaam',
    PARTY.klantnaam,
    '--key-file',
    space.path('key'),
  ];

  test('tells what was sent, what came, and where to look', async () => {
    const { code, stdout } = await uwlr(['trigger', 'older-aanmaakdatum', ...flags()]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^older-aanmaakdatum: as expected\n {2}1\. sent 3 results of one pupil to http/);
    expect(stdout).toMatch(
      /got fault Client\.OngeldigBericht under HTTP 500 \(UWLR-EX-004\)\n {5}exchange [0-9a-f-]{36}: uwlr exchange show/,
    );
    expect(stdout).not.toContain(KEY);
  });

  test('ends with 1 when the gateway answers otherwise', async () => {
    const { code, stdout } = await uwlr(['trigger', 'accepted', ...flags(), '--klantnaam', 'Een ander', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      asExpected: false,
      steps: [{ actual: 'fault Client.OngeldigeKlantIdentificatie under HTTP 500' }],
    });
  });

  test('ends with 3 when nothing answers', async () => {
    const { code, stderr } = await uwlr(['trigger', 'accepted', ...flags(), '--url', 'http://127.0.0.1:9']);
    expect([code, stderr]).toEqual([3, 'uwlr: http://127.0.0.1:9/: nothing answered (refused)\n']);
  });

  test.each([
    ['no situation', [], 'say which situation'],
    ['an unknown one', ['nergens'], 'there is no such situation'],
    ['a real school without somebody who allowed it', ['accepted', '--school', '01AB'], 'is no synthetic school'],
    ['an expired key that is not there', ['expired-key'], 'needs --expired-key-file'],
  ])('refuses %s', async (_, args, complaint) => {
    const { code, stderr } = await uwlr(['trigger', ...args, ...flags()]);
    expect(code).toBe(2);
    expect(stderr).toContain(complaint);
  });

  test('needs no record of a school that is paused', async () => {
    const { store } = running.gateway;
    await store.pauseSchool('99XX', new Date().toISOString());
    writeFileSync(space.path('token'), 'x'.repeat(43));
    const { code, stdout } = await uwlr(['trigger', 'paused-school', ...flags(), '--token-file', space.path('token')]);
    await store.pauseSchool('99XX', undefined);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('`uwlr school resume --school 99XX`') });
  });

  const commands = TRIGGERS.flatMap(({ does, see }) =>
    [...`${does} ${see}`.matchAll(/`uwlr ([^`]+)`/g)].map(([, command = '']) => command),
  );
  test.each([...new Set(commands)])('tells commands that are there: uwlr %s', async (command) => {
    const args = command.replaceAll('SCHOOL', '99XX').replaceAll('ID', randomUUID()).split(' ');
    const { code, stdout } = await uwlr([...args, '--data', space.path('nowhere')]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  });

  test('lists the situations', async () => {
    const { stdout } = await uwlr(['trigger', 'list', '--json']);
    expect(stdout.trim().split('\n')).toHaveLength(TRIGGERS.length);
  });
});
