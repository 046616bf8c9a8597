import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Guard, type GuardOptions } from '../../src/exchange/limits/guard.js';

const MINUTE = 60_000;
const HERE = { address: '192.0.2.1' };
const ELSEWHERE = { address: '198.51.100.7' };

let clock: number;
let locked: (string | undefined)[];
let alarms: string[];
beforeEach(() => {
  clock = 1_000_000;
  locked = [];
  alarms = [];
});

function guard(options: Partial<GuardOptions> = {}): Guard {
  const bounds = { requestsPerAddress: 0, requestsPerParty: 0, failures: 0, lockOutSeconds: 300 };
  return new Guard({
    ...bounds,
    now: () => clock,
    lockedOut: (klantcode) => locked.push(klantcode),
    underAttack: (klantcode) => alarms.push(klantcode),
    ...options,
  });
}

function fail(at: Guard, times: number, address: string, klantcode: string | undefined): void {
  for (let time = 0; time < times; time++) at.failed({ address }, klantcode);
}

describe('requests of an address', () => {
  test('are let through up to the bound, then as fast as the bound has it, and those of others go on', () => {
    const one = guard({ requestsPerAddress: 60 });
    for (let request = 0; request < 60; request++) expect(one.arrives(HERE)).toBeUndefined();
    expect(one.arrives(HERE)).toEqual({ by: 'address', seconds: 1 });
    expect(one.arrives(ELSEWHERE)).toBeUndefined();
    clock += 2_000;
    expect([one.arrives(HERE), one.arrives(HERE), one.arrives(HERE)]).toEqual([undefined, undefined, { by: 'address', seconds: 1 }]);
    clock += 10 * MINUTE;
    for (let request = 0; request < 60; request++) expect(one.arrives(HERE)).toBeUndefined();
    expect(one.arrives(HERE)).toBeDefined();
  });

  test('say how long to wait when that is longer than a second', () => {
    const one = guard({ requestsPerAddress: 2 });
    expect([one.arrives(HERE), one.arrives(HERE), one.arrives(HERE)]).toEqual([undefined, undefined, { by: 'address', seconds: 30 }]);
  });

  test('of one IPv6 network are those of one caller, however it is written', () => {
    const one = guard({ requestsPerAddress: 1 });
    expect(one.arrives({ address: '2001:db8:0:7::1' })).toBeUndefined();
    expect(one.arrives({ address: '2001:DB8::7:ffff:1:2:3' })).toBeDefined();
    expect(one.arrives({ address: '2001:db8:0000:0007:1:2:3:4' })).toBeDefined();
    expect(one.arrives({ address: '2001:db8:0:8::1' })).toBeUndefined();
  });

  test('are not counted without an address, nor with a bound of 0', () => {
    const bounded = guard({ requestsPerAddress: 1, failures: 1 });
    for (let request = 0; request < 5; request++) expect(bounded.arrives({})).toBeUndefined();
    bounded.failed({}, 'REKENEN');
    expect(bounded.claims({}, 'REKENEN')).toBeUndefined();
    const open = guard();
    fail(open, 500, HERE.address, 'REKENEN');
    expect([open.arrives(HERE), open.claims(HERE, 'REKENEN'), open.proved(HERE, 'REKENEN')]).toEqual([undefined, undefined, undefined]);
    expect(locked).toEqual([]);
  });
});

test('requests of a party count together, from wherever they come', () => {
  const one = guard({ requestsPerParty: 2 });
  expect([one.proved(HERE, 'REKENEN'), one.proved(ELSEWHERE, 'REKENEN')]).toEqual([undefined, undefined]);
  expect([one.proved({}, 'REKENEN'), one.proved(HERE, 'TAAL')]).toEqual([{ by: 'party', seconds: 30 }, undefined]);
});

describe('failures', () => {
  test('with klantcodes that are made up leave little, however long these are, and count each by itself', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const one = guard({ failures: 2 });
    const long = (n: number) => Buffer.alloc(60_000, 'k').toString('latin1') + n;
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 1000; n++) fail(one, 1, `198.51.${n >> 8}.${n & 255}`, long(n));
    collect();
    // As they came they would hold 60 MB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
    fail(one, 1, '198.51.0.1', long(1));
    expect(one.claims({ address: '198.51.0.1' }, long(1))).toEqual({ by: 'failures', seconds: 300 });
    expect(one.claims({ address: '198.51.0.1' }, long(2))).toBeUndefined();
  });

  test('lock a klantcode out at that address, for as long as was set, and nobody else', () => {
    const one = guard({ failures: 3 });
    fail(one, 2, HERE.address, 'REKENEN');
    expect(one.claims(HERE, 'REKENEN')).toBeUndefined();
    fail(one, 1, HERE.address, 'REKENEN');
    expect(one.claims(HERE, 'REKENEN')).toEqual({ by: 'failures', seconds: 300 });
    expect([one.claims(ELSEWHERE, 'REKENEN'), one.claims(HERE, 'TAAL'), one.arrives(HERE)]).toEqual([undefined, undefined, undefined]);
    clock += 299_000;
    expect(one.claims(HERE, 'REKENEN')).toEqual({ by: 'failures', seconds: 1 });
    clock += 1_000;
    expect(one.claims(HERE, 'REKENEN')).toBeUndefined();
    expect(locked).toEqual(['REKENEN']);
  });

  test('are not forgotten for what goes well, only with time', () => {
    const one = guard({ failures: 3 });
    fail(one, 2, HERE.address, 'REKENEN');
    one.proved(HERE, 'REKENEN');
    fail(one, 1, HERE.address, 'REKENEN');
    expect(one.claims(HERE, 'REKENEN')).toBeDefined();

    const other = guard({ failures: 3 });
    fail(other, 2, HERE.address, 'REKENEN');
    clock += 300_000;
    fail(other, 2, HERE.address, 'REKENEN');
    expect(other.claims(HERE, 'REKENEN')).toBeUndefined();
  });

  test('with one klantcode after the other, or with tokens, lock the address out', () => {
    for (const klantcodeOf of [(n: number) => `K${n}`, () => undefined]) {
      const one = guard({ failures: 3 });
      for (let n = 0; n < 14; n++) one.failed(HERE, klantcodeOf(n));
      expect(one.arrives(HERE)).toBeUndefined();
      one.failed(HERE, klantcodeOf(14));
      expect([one.arrives(HERE), one.arrives(ELSEWHERE)]).toEqual([{ by: 'failures', seconds: 300 }, undefined]);
    }
    expect(locked).toEqual([undefined, undefined]);
  });

  test('against one klantcode from everywhere raise an alarm once, and keep nobody out who has the right key', () => {
    const one = guard({ failures: 2 });
    for (let n = 0; n < 99; n++) one.failed({ address: `203.0.113.${n}` }, 'REKENEN');
    expect(alarms).toEqual([]);
    for (let n = 99; n < 150; n++) one.failed({ address: `203.0.113.${n}` }, 'REKENEN');
    expect(alarms).toEqual(['REKENEN']);
    expect([one.claims(HERE, 'REKENEN'), one.claims(ELSEWHERE, 'REKENEN'), one.claims(HERE, 'TAAL')]).toEqual(Array(3).fill(undefined));
    expect(locked).toEqual([]);
  });
});
