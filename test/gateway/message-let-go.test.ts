import { setImmediate } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { UwlrMessage } from '../../src/model/incoming/uwlr-message.js';
import type { Committed, Delivery } from '../../src/store/store.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { message, resultaat } from '../support/messages.js';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;
const { release } = UwlrMessage.prototype;

let running: Running;

beforeEach(async () => {
  running = await startTestGateway();
});
afterEach(async () => {
  UwlrMessage.prototype.release = release;
  await running.stop();
});

/** Takes the place of storing, for the first message. */
function insteadOfStoring(instead: (delivery: Delivery) => Promise<Committed>): void {
  const { store } = running.gateway;
  const commit = store.commit.bind(store);
  store.commit = (delivery) => {
    store.commit = commit;
    return instead(delivery);
  };
}

function deliver(pupils: number) {
  const names = Array.from({ length: pupils }, (_, n) => `LL-${n}`);
  const afnames = names.map(
    (id) => `<toetsafname><leerlingid>${id}</leerlingid><resultaten>${resultaat(`r-${id}`)}</resultaten></toetsafname>`,
  );
  return post(running.gateway, message({ afnames: afnames.join('') }));
}

async function stored(): Promise<number> {
  return (await running.gateway.store.results({ school: '99XX', limit: 100 })).items.length;
}

test('of a message that waits to be stored no learner is in memory', async () => {
  let learner: WeakRef<object> | undefined;
  UwlrMessage.prototype.release = function () {
    learner = new WeakRef(this.pupils[0] as object);
    release.call(this);
  };
  let whileItWaits: object | undefined;
  const waits = async (results: number): Promise<Committed> => {
    await setImmediate();
    collectGarbage();
    whileItWaits = learner?.deref();
    return { kind: 'stored', results, revised: 0 };
  };
  // As the store does, this holds on to nothing but the rows.
  insteadOfStoring(({ slices }) => waits([...slices].reduce((sum, { results }) => sum + results.length, 0)));
  const { status } = await deliver(20);
  expect(status).toBe(200);
  expect(learner).toBeDefined();
  expect(whileItWaits === undefined).toBe(true);
});

test('a message that has to be made ready once more is read again, and all of it is stored', async () => {
  insteadOfStoring(async (delivery) => {
    for (const _ of delivery.slices);
    return { kind: 'outdated' };
  });
  const { status } = await deliver(20);
  expect(status).toBe(200);
  expect(await stored()).toBe(20);
});
