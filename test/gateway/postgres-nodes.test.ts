import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Gateway } from '../../src/gateway/server.js';
import { furnish, PARTY, post } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { describePostgres, emptyDatabase, type TestDatabase } from '../support/postgres.js';
import { type NodeDirectory, nodeDirectory, startNode } from '../support/postgres-gateway.js';

const AT = '2026-02-01T00:00:00.000Z';

/** A message of its own second, with one result. */
function numbered(number: number): string {
  const at = new Date(Date.UTC(2026, 3, 1) + number * 1000).toISOString();
  return message({ aanmaakdatum: at, afnames: afname(`leerling-${number}`, resultaat(`r-${number}`)) });
}

await describePostgres('two gateways on one database', () => {
  let database: TestDatabase;
  let directory: NodeDirectory;
  let gateways: readonly Gateway[];

  beforeEach(async () => {
    [database, directory] = await Promise.all([emptyDatabase(), nodeDirectory()]);
    const started = [await startNode(directory.config(database.url)), await startNode(directory.config(database.url))];
    gateways = started.map(({ gateway }) => gateway);
    await furnish(gateways[0]!, ['99XX'], PARTY);
  });
  afterEach(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await database.remove();
    await directory.remove();
  });

  test('confirm a message that comes to both at once, and store it once', async () => {
    for (let number = 0; number < 5; number++) {
      const answers = await Promise.all(gateways.map((gateway) => post(gateway, numbered(number))));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    }
    const { items } = await gateways[1]!.store.results({ school: '99XX', limit: 100 });
    expect(items).toHaveLength(5);
  });

  test('refuse a key with the next message once it is revoked on the other', async () => {
    const [one, other] = gateways as [Gateway, Gateway];
    expect(await post(other, numbered(1))).toMatchObject({ status: 200 });
    const { credentials } = await other.store.directory();
    await one.store.revokeCredential(credentials.all()[0]!.id, AT);
    expect(await post(other, numbered(2))).toMatchObject({ code: 'Client.AutorisatieOngeldig', rules: ['UWLR-EX-002'] });
    const { items } = await one.store.results({ school: '99XX', limit: 100 });
    expect(items).toHaveLength(1);
  });

  test('let a message of a school wait once the school is paused on the other', async () => {
    const [one, other] = gateways as [Gateway, Gateway];
    expect(await post(one, numbered(1))).toMatchObject({ status: 200 });
    await other.store.pauseSchool('99XX', AT);
    expect((await post(one, numbered(2))).rules).toEqual(['UWLR-EX-013']);
    await one.store.pauseSchool('99XX', undefined);
    expect(await post(other, numbered(2))).toMatchObject({ status: 200 });
  });
});
