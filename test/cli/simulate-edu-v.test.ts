import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeEduVSender } from '../../src/delivery/edu-v/edu-v-sender.js';
import { entriesOf } from '../../src/simulator/ledger.js';
import { type ShipmentPlace, shipment, shipmentPlace } from '../delivery/support/invented-shipment.js';
import { firstLine, start, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
let place: ShipmentPlace;
beforeAll(async () => {
  [space, place] = await Promise.all([workspace(), shipmentPlace()]);
});
afterAll(() => Promise.all([space.remove(), place.remove()]));

test('a simulated receiver of Edu-V makes a key, takes results in that are sent with it, and knows them when it starts again', async () => {
  const [keyFile, ledger] = [space.path('sleutel.jwk'), space.path('ontvangen.ndjson')];
  const args = ['simulate', 'edu-v', '--key-file', keyFile, '--ledger', ledger, '--client-id', 'verzonnen', '--json'];
  const first = start(args);
  const { keyMade, ...head } = JSON.parse(await firstLine(first)) as { keyMade: boolean } & Record<'url' | 'tokenUrl' | 'clientId', string>;
  expect([keyMade, head]).toEqual([true, expect.objectContaining({ clientId: 'verzonnen', known: 0 })]);
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  const sender = makeEduVSender({ ...place, allowTargets: ['127.0.0.1'] });
  const sent = await sender.send(shipment(place, 'edu-v', { url: head.url, tokenUrl: head.tokenUrl, clientId: head.clientId, keyFile }));
  await sender.close();
  expect(sent).toMatchObject({ kind: 'answered', attempt: { status: 201 } });
  first.kill('SIGTERM');
  expect((await once(first, 'close'))[0]).toBe(0);
  expect(entriesOf(await readFile(ledger, 'utf8'))).toEqual([
    expect.objectContaining({ receiver: 'verzonnen', items: [expect.anything(), expect.anything()] }),
  ]);
  const again = start(args);
  expect(JSON.parse(await firstLine(again))).toMatchObject({ keyMade: false, known: 1 });
  again.kill('SIGTERM');
  expect((await once(again, 'close'))[0]).toBe(0);
});

test('a file without a key, or that cannot be written, is told', async () => {
  const at = (file: string) => uwlr(['simulate', 'edu-v', '--key-file', file]);
  expect(await at(new URL(import.meta.url).pathname)).toMatchObject({ code: 2, stderr: expect.stringContaining('no key in it') });
  expect((await at(space.path('weg/sleutel.jwk'))).code).toBe(3);
});
