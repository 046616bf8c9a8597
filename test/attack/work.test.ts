import { describe, expect, jest, test } from '@jest/globals';
import { ATTACKER_ADDRESS, besiege, type Siege, tell } from './support/siege.js';

/** A siege is several processes on a machine that has other work too. */
jest.setTimeout(180_000);

const FROM_HERE = { behindProxy: false } as const;

/** Script and arguments, with what goes on; each of them stopped or slowed the gateway once. */
const SIEGES: readonly (readonly [name: string, siege: Siege])[] = [
  ['bytes that are announced and never come', { script: 'announced.js', args: [ATTACKER_ADDRESS] }],
  ['strangers that dawdle, from one address', { script: 'dawdlers.js', args: [ATTACKER_ADDRESS, '300'] }],
  ['strangers that dawdle, from nowhere in particular', { ...FROM_HERE, script: 'dawdlers.js', args: ['-', '600'] }],
  ['a header that never comes', { ...FROM_HERE, script: 'late-header.js', args: ['-', '8'] }],
  ['compressed bodies that unfold to nothing', { ...FROM_HERE, script: 'empty-gzip.js', args: ['-', '8'] }],
  ['compressed bodies in chunks of a byte', { ...FROM_HERE, script: 'byte-chunks.js', args: ['-', '12'] }],
  ['queries of thousands of parameters', { ...FROM_HERE, script: 'long-queries.js', args: ['-', '2'] }],
  ['large messages under a wrong key', { ...FROM_HERE, script: 'wrong-keys.js', args: ['-', '8'] }],
  ['messages that are refused, as fast as they go', { ...FROM_HERE, script: 'garbage.js', args: ['-', '8'] }],
];

describe('a vendor is served while there are', () => {
  test.each(SIEGES)('%s', async (name, siege) => {
    const outcome = await besiege({ messages: 50, ...siege });
    tell(name, outcome);
    expect(outcome.alive).toBe(true);
    expect(outcome.vendor.faults).toEqual([]);
    expect(outcome.livez.failed).toBe(0);
    if (!Number.isNaN(outcome.memoryMb)) expect(outcome.memoryMb).toBeLessThan(300);
  });
});
