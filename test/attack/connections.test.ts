import { expect, jest, test } from '@jest/globals';
import { besiege, tell } from './support/siege.js';

const MOST_MEMORY_MB = 300;
/** Far beyond what it takes: the vendor shares its processor with the attack. */
jest.setTimeout(180_000);

test.each([
  ['of the WSDL a thousand at a time', ['3', '/soap/leerresultaten?wsdl']],
  ['of the WSDL a few at a time, on a hundred connections', ['100', '/soap/leerresultaten?wsdl', '8000']],
])('a vendor is served while strangers ask without end and read nothing: %s', async (what, args) => {
  const outcome = await besiege({ script: 'unread-pipeline.js', args });
  tell(`answers that nobody reads, ${what}`, outcome);
  expect(outcome.vendor.faults).toEqual([]);
  expect(outcome.alive).toBe(true);
  expect(outcome.memoryMb).not.toBeGreaterThan(MOST_MEMORY_MB);
});

test.each([
  ['silent', 'that say nothing'],
  ['body', 'with half a message'],
])(
  'a vendor that comes with a new connection for each message is served while strangers hold more than there are, %s',
  async (kind, what) => {
    const settings = ['--max-connections', '128'];
    const outcome = await besiege({
      script: 'idle-connections.js',
      args: ['200', kind, 'again'],
      settings,
      newConnections: true,
      messages: 30,
    });
    tell(`200 connections ${what}, for 128 places`, outcome);
    expect(outcome.vendor.faults).toEqual([]);
    expect(outcome.alive).toBe(true);
    expect(outcome.memoryMb).not.toBeGreaterThan(MOST_MEMORY_MB);
  },
);
