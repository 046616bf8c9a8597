import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/config/config.js';
import { startGateway } from '../../src/gateway/server.js';
import type { AuditRow } from '../../src/store/audit.js';
import { fillRoster, smallSchool } from '../support/fill-roster.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { message } from '../support/messages.js';
import { ask } from '../support/pupil-questions.js';

let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** Entries of exchanges, oldest first. */
async function exchanged(gateway: Running): Promise<AuditRow[]> {
  const { items } = await gateway.gateway.store.audit({ limit: 100 });
  return items.filter(({ exchange }) => exchange !== undefined).reverse();
}

describe('the audit of a gateway', () => {
  test('says of results that came in by whom, under which agreement, how many, and which fields were kept; strangers have no entry each', async () => {
    running = await startTestGateway();
    const [agreement] = (await running.gateway.store.directory()).agreements.all();
    const taken = message({ aanmaakdatum: '2026-02-01T10:00:00Z' });
    await post(running.gateway, taken);
    await post(running.gateway, taken);
    await post(running.gateway, message({ aanmaakdatum: '2026-01-01T10:00:00Z' }));
    await post(running.gateway, '<nonsense');
    await post(running.gateway, message({ sleutel: 'geraden' }));
    const rows = await exchanged(running);
    const by = { actor: 'party:TESTEA', operation: 'BrengLeerresultaten', school: '99XX', agreement: agreement!.id };
    expect(rows).toMatchObject([
      { ...by, outcome: 'accepted', counts: { results: 1 } },
      { ...by, outcome: 'repeated', counts: { results: 1 } },
      { ...by, outcome: 'refused' },
    ]);
    expect(rows[0]?.fields).toContain('leerresultaten_verzoek/toetsafnames/toetsafname/resultaten/resultaat/score');
    expect(rows[0]?.fields).not.toContain('leerresultaten_verzoek/school/auteur');
    expect(rows[2]).not.toHaveProperty('fields');
    expect(rows.map(({ exchange }) => exchange)).toEqual(
      (await running.gateway.store.exchanges({ school: '99XX', limit: 10 })).items.map(({ id }) => id).reverse(),
    );
  });

  test('says of pupil data that went out to whom, of how many, and which fields could be in it; never of whom', async () => {
    running = await startTestGateway({ agreement: { exchanges: ['leerlinggegevens'], profile: 'smalle-set' } });
    await fillRoster(running.gateway, smallSchool());
    expect((await ask(running)).status).toBe(200);
    const [row] = await exchanged(running);
    expect(row).toMatchObject({ actor: 'party:TESTEA', operation: 'HaalLeerlinggegevens', outcome: 'accepted', counts: { learners: 3 } });
    expect(row?.fields).toContain('leerlinggegevens/leerlingen/leerling/achternaam');
    expect(row?.fields).not.toContain('leerlinggegevens/leerlingen/leerling/geslacht');
    const text = JSON.stringify((await running.gateway.store.audit({ limit: 100 })).items);
    for (const planted of ['Testema', 'Anna', 'L-1', 'ketenid']) expect(text).not.toContain(planted);
  });
});

describe('the last seal of the audit, outside the database', () => {
  const ZEROS = '0'.repeat(64);

  /** Starts a gateway on what another one left behind, and stops it. */
  async function again(data: string): Promise<void> {
    const gateway = await startGateway(loadConfig({ data, port: 0, logLevel: 'error' }, {}), { shortLived: true });
    await gateway.stop();
  }

  test('is in the file and in the log, with one at the start and one at the stop', async () => {
    running = await startTestGateway();
    const { directory, log, gateway } = running;
    const file = () => readFile(path.join(directory, 'audit.head'), 'utf8');
    const first = await file();
    expect(first).toMatch(/^1 [0-9a-f]{64}\n$/);
    await post(gateway, message({ aanmaakdatum: '2026-02-01T10:00:00Z' }));
    await gateway.stop();
    const last = await file();
    expect(last).toMatch(/^2 [0-9a-f]{64}\n$/);
    const told = log()
      .split('\n')
      .filter((line) => line.includes('audit head'))
      .map((line) => JSON.parse(line) as { count: number; auditHead: string });
    expect(told.map(({ count, auditHead }) => `${count} ${auditHead}\n`)).toEqual([first, last]);
  });

  test('may be behind by any number of seals, as a crash leaves it, and a gateway starts; never ahead, and never of another audit', async () => {
    running = await startTestGateway();
    const { directory, gateway } = running;
    const file = path.join(directory, 'audit.head');
    const heads = [`0 ${ZEROS}\n`, await readFile(file, 'utf8')];
    await gateway.stop();
    heads.push(await readFile(file, 'utf8'));
    // A draft that a crash left lies beside it.
    await writeFile(`${file}.0123456789ab`, '2 ');
    for (const head of heads) {
      await writeFile(file, head);
      await again(directory);
    }
    const present = await readFile(file, 'utf8');
    expect(present).toMatch(/^8 /);
    const [, hash] = present.trim().split(' ');
    for (const head of [`9 ${hash}\n`, `8 ${ZEROS}\n`, heads[2]!.replace('2 ', '3 ')]) {
      await writeFile(file, head);
      await expect(again(directory)).rejects.toMatchObject({ code: 'restored', message: expect.stringContaining('accept-restored') });
      expect(await readFile(file, 'utf8')).toBe(head);
    }
    await writeFile(file, 'half a li');
    await expect(again(directory)).rejects.toThrow('UWLR_AUDIT_HEAD');
    await writeFile(file, present);
    await again(directory);
  });
});
