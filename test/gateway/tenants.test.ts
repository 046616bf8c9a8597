import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, post, type Running, startTestGateway } from '../support/gateway.js';
import { fillCast, KEYS, NAMES, SCHOOLS } from './tenants/cast.js';
import { OPERATIONS, type Operation } from './tenants/operations.js';
import { type Caller, VENDOR, WRONG_CALLERS } from './tenants/wrong-callers.js';

let running: Running;
let refused = 0;

beforeAll(async () => {
  running = await startTestGateway({ schools: [] });
  await fillCast(running.gateway);
});
afterAll(async () => {
  await running.stop();
  console.log(`${refused} wrong combinations refused`);
});

const call = ({ service, message }: Operation, caller: Caller): Promise<Answer> => post(running.gateway, message(caller), {}, service);

/** An answer without the id of its exchange and the column in the message: all that may differ between refusals for one reason. */
function bare({ status, headers, text }: Answer) {
  const names = [...headers.keys()].sort();
  return { status, names, text: text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|column="\d+"|, kolom \d+/g, '…') };
}

describe.each(OPERATIONS.map((operation) => [operation.name, operation] as const))('%s', (_, operation) => {
  test('is done for the vendor who may', async () => {
    const answer = await call(operation, VENDOR);
    expect([answer.code, answer.rules, answer.status]).toEqual([undefined, [], 200]);
  });

  test('is refused to everybody else, and the refusal says the same to all', async () => {
    const before = await running.gateway.store.results({ school: SCHOOLS.OPEN, limit: 100 });
    const refusals = new Map<string, ReturnType<typeof bare>>();
    for (const [name, { only, told, ...wrong }] of Object.entries(WRONG_CALLERS)) {
      if (only !== undefined && only !== operation.service) continue;
      const answer = await call(operation, { ...VENDOR, ...wrong });
      expect({ name, told: [answer.code, ...answer.rules] }).toEqual({ name, told });
      const secrets = [...NAMES.schools, ...NAMES.parties, ...Object.values(KEYS)];
      expect({ name, said: secrets.filter((secret) => answer.text.includes(secret)) }).toEqual({ name, said: [] });
      const first = refusals.get(told.join()) ?? bare(answer);
      expect({ name, ...bare(answer) }).toEqual({ name, ...first });
      refusals.set(told.join(), first);
      refused += 1;
    }
    expect(await running.gateway.store.results({ school: SCHOOLS.OPEN, limit: 100 })).toEqual(before);
  });
});
