import { afterEach, describe, expect, test } from '@jest/globals';
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
