import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Metrics } from '../../src/telemetry/metrics.js';

const work = { messages: 0, bytes: 0, unproven: { messages: 0, bytes: 0 } };
let metrics: Metrics;
beforeEach(() => {
  metrics = new Metrics(work);
});
afterEach(() => metrics.close());

const ACCEPTED = {
  operation: 'BrengLeerresultaten',
  outcome: 'accepted',
  party: 'UITGEVER-01',
  durationMs: 20,
  decodedBytes: 2600,
  resultCount: 30,
  learnerCount: 0,
  direction: 'in',
} as const;

async function lines(name: string): Promise<string[]> {
  return (await metrics.text()).split('\n').filter((line) => line.startsWith(name));
}

describe('a message', () => {
  test('is counted by operation, outcome, fault and party', async () => {
    metrics.exchange(ACCEPTED);
    metrics.exchange(ACCEPTED);
    metrics.exchange({ ...ACCEPTED, outcome: 'refused', faultCode: 'Client.OngeldigBericht' });
    expect(await lines('uwlr_exchanges_total')).toEqual([
      'uwlr_exchanges_total{operation="BrengLeerresultaten",outcome="accepted",fault="none",party="UITGEVER-01"} 2',
      'uwlr_exchanges_total{operation="BrengLeerresultaten",outcome="refused",fault="Client.OngeldigBericht",party="UITGEVER-01"} 1',
    ]);
  });

  test('is measured in seconds and in bytes', async () => {
    metrics.exchange(ACCEPTED);
    expect(await lines('uwlr_exchange_seconds_sum')).toEqual([
      'uwlr_exchange_seconds_sum{operation="BrengLeerresultaten",outcome="accepted"} 0.02',
    ]);
    expect(await lines('uwlr_exchange_bytes_sum')).toEqual(['uwlr_exchange_bytes_sum{operation="BrengLeerresultaten"} 2600']);
  });

  test('adds its results only when they were stored', async () => {
    metrics.exchange(ACCEPTED);
    metrics.exchange({ ...ACCEPTED, outcome: 'repeated' });
    metrics.exchange({ ...ACCEPTED, outcome: 'refused' });
    expect(await lines('uwlr_results_stored_total')).toEqual(['uwlr_results_stored_total 30']);
  });

  test('of an unknown sender leaves nothing of what it says in the labels', async () => {
    const { party: _, ...anonymous } = ACCEPTED;
    metrics.exchange({ ...anonymous, outcome: 'refused', operation: 'Proefkonijn', faultCode: 'Client.Proefkonijn' });
    expect(await metrics.text()).not.toContain('Proefkonijn');
    expect(await lines('uwlr_exchanges_total')).toEqual([
      'uwlr_exchanges_total{operation="unknown",outcome="refused",fault="other",party="unknown"} 1',
    ]);
  });
});

test('the work in hand is read when it is asked for', async () => {
  work.messages = 3;
  work.bytes = 7800;
  expect([...(await lines('uwlr_work_bytes')), ...(await lines('uwlr_work_messages'))]).toEqual([
    'uwlr_work_bytes 7800',
    'uwlr_work_messages 3',
  ]);
});

test('the process and its event loop are measured too', async () => {
  const text = await metrics.text();
  for (const name of ['process_resident_memory_bytes', 'process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds'])
    expect(text).toContain(name);
  expect(metrics.contentType).toContain('text/plain');
});

test('two gateways in one process each count their own', async () => {
  const other = new Metrics(work);
  other.exchange(ACCEPTED);
  expect(await lines('uwlr_exchanges_total')).toEqual([]);
  other.close();
});
