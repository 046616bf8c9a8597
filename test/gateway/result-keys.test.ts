import { afterEach, describe, expect, test } from '@jest/globals';
import { examineResultKeys } from '../../src/admin/doctor/examine-result-keys.js';
import type { Party } from '../../src/directory/directory.js';
import { PARTY, post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat, TOETSEN } from '../support/messages.js';

let running: Running;
afterEach(() => running.stop());

let minute = 0;
async function start(party: Partial<Party> = {}): Promise<void> {
  running = await startTestGateway({ party });
}

/** Delivers results of one pupil, made a minute later than those before. */
async function deliver(leerlingid: string, resultaten: string, parts: Parameters<typeof message>[0] = {}) {
  minute += 1;
  const aanmaakdatum = new Date(Date.UTC(2026, 1, 1, 0, minute)).toISOString();
  return post(running.gateway, message({ aanmaakdatum, afnames: afname(leerlingid, resultaten), ...parts }));
}

const last = async () => (await running.gateway.store.exchanges({ limit: 1 })).items[0];
const rules = async () =>
  (await last())?.findings.map(({ rule, severity, hint }) => [rule, severity, ...(hint === undefined ? [] : [hint])]);
const current = async () => (await running.gateway.store.results({ school: '99XX', limit: 100 })).items;
const metric = async (labels: string) => {
  const text = await (await fetch(`${running.gateway.url}/metrics`)).text();
  return text.split('\n').find((line) => line.startsWith(`uwlr_result_keys_reused_total{${labels}}`));
};
const SECOND_TEST = TOETSEN.replaceAll('T1', 'T2') + TOETSEN;

describe('the key of a result that comes back', () => {
  test('with another pupil is accepted, and the operator is warned in the exchange and in the metrics', async () => {
    await start();
    await deliver('leerling-a', resultaat('sem-1'));
    expect((await deliver('leerling-b', resultaat('sem-1', '9') + resultaat('sem-2'))).status).toBe(200);
    expect(await rules()).toEqual([['UWLR-EX-017', 'warning', '1 times']]);
    expect(await last()).toMatchObject({ outcome: 'accepted', findingCount: 1 });
    expect(await metric('party="TESTEA",other="pupil"')).toMatch(/ 1$/);
  });

  test('with another test likewise', async () => {
    await start();
    await deliver('leerling-a', resultaat('sem-1'));
    await deliver('leerling-a', resultaat('sem-1').replace('T1', 'T2'), { toetsen: SECOND_TEST });
    expect(await rules()).toEqual([['UWLR-EX-018', 'warning', '1 times']]);
    expect(await metric('party="TESTEA",other="test"')).toMatch(/ 1$/);
  });

  test('as a correction of the same pupil and test, in another version of it too, is none', async () => {
    await start();
    await deliver('leerling-a', resultaat('sem-1'));
    const versie = '<versie vocabulaire="urn:x">2</versie>';
    const toetsen = TOETSEN.replace('<toetsnaam>', `${versie}<toetsnaam>`);
    await deliver('leerling-a', resultaat('sem-1', '8').replace('<score>', `${versie}<score>`), { toetsen });
    expect(await rules()).toEqual([]);
    expect(await current()).toMatchObject([{ revision: 2, values: [{ value: '8' }] }]);
  });

  test('in a message of thousands of results is counted', async () => {
    await start();
    const many = Array.from({ length: 1200 }, (_, n) => resultaat(`sem-${n}`)).join('');
    await deliver('leerling-a', many);
    await deliver('leerling-b', many);
    expect(await rules()).toEqual([['UWLR-EX-017', 'warning', '1200 times']]);
  });

  test('is reported by doctor, by vendor, for a month', async () => {
    await start();
    const examined = (days = 0) => examineResultKeys(running.gateway.store, new Date(Date.now() + days * 86_400_000));
    const clean = { check: 'result keys', ok: true, detail: 'none reused for another pupil or test in the last 30 days' };
    await deliver('leerling-a', resultaat('sem-1') + resultaat('sem-2'));
    await deliver('leerling-a', resultaat('sem-1', '9'));
    expect(await examined()).toEqual(clean);
    await deliver('leerling-b', resultaat('sem-1') + resultaat('sem-2'));
    await deliver('leerling-c', resultaat('sem-2').replace('T1', 'T2'), { toetsen: SECOND_TEST });
    const { receivedAt } = (await last()) ?? {};
    const said = `TESTEA replaced results, 3 of another pupil and 1 of another test, in 2 messages, the last at ${receivedAt}: `;
    expect(await examined()).toMatchObject({ check: 'result keys', ok: true, warning: true, detail: expect.stringContaining(said) });
    expect(await examined(31)).toEqual(clean);
  });

  test('and an error are in the record of a message with more warnings than are kept', async () => {
    await start();
    await deliver('leerling-a', resultaat('sem-1'));
    const remarks = Array.from({ length: 150 }, (_, n) => resultaat(` ${n}`)).join('');
    await deliver('leerling-b', remarks + resultaat('sem-1'));
    expect(await rules()).toContainEqual(['UWLR-EX-017', 'warning', '1 times']);
    await deliver('leerling-b', remarks + resultaat('sem-3'), { aanmaakdatum: '2026-01-01T10:00:00Z' });
    expect(await rules()).toContainEqual(['UWLR-EX-004', 'error']);
    expect(await rules()).toHaveLength(100);
  });

  test('with white space around it is the same key, and says so', async () => {
    await start();
    await deliver('leerling-a', resultaat('f9'));
    await deliver('leerling-a', resultaat(' f9 ', '8'));
    expect(await rules()).toEqual([['UWLR-LR-028', 'warning']]);
    expect(await current()).toMatchObject([{ revision: 2, values: [{ value: '8' }] }]);
  });

  test('twice in one message, but for white space, is refused', async () => {
    await start();
    const answer = await deliver('leerling-a', resultaat('f9') + resultaat('f9 '));
    expect([answer.code, answer.rules]).toEqual(['Client.OngeldigBericht', ['UWLR-LR-027']]);
    expect(await current()).toEqual([]);
  });
});

test.each([' ', '\u00a0\u2003', '&#9;'])(
  'a result key of white space only (%j) is refused, as it tells no result from another',
  async (key) => {
    await start();
    const answer = await deliver('leerling-a', resultaat(key));
    expect([answer.code, answer.rules]).toEqual(['Client.OngeldigBericht', ['UWLR-SCH-020']]);
  },
);

describe('a message that was made in the same second as the one before', () => {
  const second = { aanmaakdatum: '2026-02-03T10:00:00Z' };

  test('is accepted under the tolerant policy, with a warning', async () => {
    await start({ policy: 'tolerant' });
    await deliver('leerling-a', resultaat('r-1'), second);
    expect((await deliver('leerling-b', resultaat('r-2'), second)).status).toBe(200);
    expect(await rules()).toEqual([['UWLR-EX-019', 'warning']]);
    expect(await current()).toHaveLength(2);
    const earlier = await deliver('leerling-c', resultaat('r-3'), { aanmaakdatum: '2026-02-03T09:59:59Z' });
    expect([earlier.code, earlier.rules]).toEqual(['Client.OngeldigBericht', ['UWLR-EX-004']]);
  });

  test('is refused under the strict policy', async () => {
    await start();
    await deliver('leerling-a', resultaat('r-1'), second);
    const again = await deliver('leerling-b', resultaat('r-2'), second);
    expect([again.code, again.rules]).toEqual(['Client.OngeldigBericht', ['UWLR-EX-004']]);
  });
});

describe('the name of a vendor', () => {
  const name = 'Educatie Coöperatie';

  test.each([
    ['taken apart, as a Mac does', name.normalize('NFD')],
    ['with white space around it', ` ${name}\n`],
  ])('is the same name %s', async (_, klantnaam) => {
    await start({ klantnaam: name });
    expect((await deliver('leerling-a', resultaat('r-1'), { klantnaam })).status).toBe(200);
  });

  test('and its klantcode are known however either was registered', async () => {
    await start({ klantcode: 'COÖP'.normalize('NFD'), klantnaam: name.normalize('NFD') });
    const answer = await deliver('leerling-a', resultaat('r-1'), { klantcode: ' COÖP', klantnaam: name });
    expect(answer.status).toBe(200);
    expect(await last()).toMatchObject({ party: 'COÖP'.normalize('NFD') });
  });

  test('and its key fit with white space around them', async () => {
    await start();
    const sleutel = '\n  sleutel-van-de-testschool-0001\n';
    expect((await deliver('leerling-a', resultaat('r-1'), { klantcode: ` ${PARTY.klantcode} `, sleutel })).status).toBe(200);
  });

  test('is another one when its letters are', async () => {
    await start({ klantnaam: name });
    const answer = await deliver('leerling-a', resultaat('r-1'), { klantnaam: 'Educatie Cooperatie' });
    expect(answer.code).toBe('Client.OngeldigeKlantIdentificatie');
  });
});
