import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { store as stored } from '../store/support/outbox.js';
import { OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { FakeSender, failed, hanging, refusing, resultsIn } from './support/fake-sender.js';
import { WorkerSetup } from './support/worker-setup.js';

let setup: WorkerSetup;
beforeEach(async () => {
  setup = await WorkerSetup.make();
});
afterEach(() => setup.end());

const store = (ids: readonly string[], targets: readonly string[] = ['een'], school = SCHOOL) =>
  stored(setup.store, ids, targets, { school });

test('what was queued goes to each target, in its order, and is delivered in our books', async () => {
  await store(['r1', 'r2'], ['een', 'twee']);
  await store(['r3'], ['een', 'twee']);
  const sender = new FakeSender();
  setup.work(sender);
  await setup.settled();
  for (const target of ['een', 'twee']) {
    const ids = sender.shipments.filter(({ batch }) => batch.target === target).flatMap(resultsIn);
    expect(ids).toEqual(['r1', 'r2', 'r3']);
  }
  expect(await setup.states()).toEqual(Array.from({ length: 6 }, () => expect.stringMatching(/delivered$/)));
});
