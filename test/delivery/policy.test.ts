import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoffCeiling, backoffMs } from '../../src/delivery/backoff.js';
import { type PolicyTerms, verdictOf } from '../../src/delivery/policy.js';
import type { Sent } from '../../src/delivery/shipment.js';
import type { ItemOutcome } from '../../src/store/outbox-store.js';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const HOUR_MS = 3_600_000;

type Batch = PolicyTerms['batch'];
type FailedOutcome = Extract<Sent, { kind: 'failed' }>['attempt']['outcome'];

function terms(batch: Partial<Batch> = {}, more: Partial<PolicyTerms> = {}): PolicyTerms {
  const young = { size: 40, attempt: 1, queuedAt: '2026-11-22T11:59:00.000Z', failures: 0, refusals: 0 };
  return { kind: 'webhook', batch: { ...young, ...batch }, now: NOW, random: () => 0.5, ...more };
}

function failed(outcome: FailedOutcome, retryAfter?: number): Sent {
  return { kind: 'failed', attempt: { outcome }, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

function answered(...items: readonly ItemOutcome[]): Sent {
  return { kind: 'answered', attempt: { outcome: 'answered' }, items: new Map(items.map((item, at) => [String(at), item])) };
}

const DELIVERED: ItemOutcome = { kind: 'delivered' };
const REFUSED: ItemOutcome = { kind: 'dead', reason: 'refused' };
const NOT_EXPRESSIBLE: ItemOutcome = { kind: 'dead', reason: 'not-expressible' };

function later(ms: number): string {
  return new Date(NOW.getTime() + ms).toISOString();
}

describe('an attempt that failed', () => {
  test.each([
    ['connection', { kind: 'retry', at: later(1_000) }],
    ['timeout', { kind: 'retry', at: later(1_000) }],
    ['busy', { kind: 'retry', at: later(1_000) }],
    ['server', { kind: 'retry', at: later(1_000) }],
    ['content', { kind: 'split' }],
    ['authorisation', { kind: 'hold', reason: 'authorisation' }],
    ['configuration', { kind: 'hold', reason: 'configuration' }],
  ] as const)('by its class: %s', (outcome, verdict) => {
    expect(verdictOf(failed(outcome), terms())).toEqual(verdict);
  });

  test('is tried again later each time, by how often the batch failed', () => {
    const waits = [1, 2, 3, 4, 11, 12, 13, 900].map((attempt) => {
      const verdict = verdictOf(failed('timeout'), terms({ attempt }));
      return verdict.kind === 'retry' ? Date.parse(verdict.at) - NOW.getTime() : undefined;
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 1_024_000, HOUR_MS / 2, HOUR_MS / 2, HOUR_MS / 2]);
  });

  test('five times in a row opens the circuit for as long as the batch waits', () => {
    expect(verdictOf(failed('connection'), terms({ failures: 3, attempt: 4 }))).not.toHaveProperty('openUntil');
    expect(verdictOf(failed('connection'), terms({ failures: 4, attempt: 1 }))).toEqual({
      kind: 'retry',
      at: later(16_000),
      openUntil: later(16_000),
      afterFailures: 5,
    });
  });

  test('with Retry-After waits at least that long, and so do all others of the target', () => {
    expect(verdictOf(failed('busy', 30), terms())).toEqual({ kind: 'retry', at: later(30_000), openUntil: later(30_000) });
    expect(verdictOf(failed('server', 30), terms())).toEqual({ kind: 'retry', at: later(30_000) });
    expect(verdictOf(failed('busy', 10_000_000), terms())).toMatchObject({ at: later(6 * HOUR_MS) });
  });
});

describe('the age of a delivery', () => {
  const old = '2026-11-19T11:00:00.000Z';

  test('ends its attempts once the target fails in earnest', () => {
    expect(verdictOf(failed('connection'), terms({ queuedAt: old, failures: 4 }))).toMatchObject({ kind: 'retry', tooOld: true });
    expect(verdictOf(failed('server'), terms({ queuedAt: old, attempt: 20 }))).toMatchObject({ tooOld: true });
  });

  test('does not end them at the first failure after a long wait', () => {
    expect(verdictOf(failed('connection'), terms({ queuedAt: old }))).not.toHaveProperty('tooOld');
  });

  test('is bounded by the setting of the target', () => {
    const batch = { queuedAt: '2026-11-22T09:59:00.000Z', failures: 9 };
    expect(verdictOf(failed('timeout'), terms(batch, { maxAgeHours: 3 }))).not.toHaveProperty('tooOld');
    expect(verdictOf(failed('timeout'), terms(batch, { maxAgeHours: 2 }))).toMatchObject({ tooOld: true });
  });

  test('counts for nothing when the target answered', () => {
    const sent = answered(DELIVERED);
    expect(verdictOf(sent, terms({ queuedAt: old, failures: 90, attempt: 90 }))).toMatchObject({ kind: 'answered' });
  });
});

describe('refusals', () => {
  test('are the outcome of single deliveries as long as others get through', () => {
    const sent = answered(DELIVERED, ...Array.from({ length: 40 }, () => REFUSED));
    expect(verdictOf(sent, terms({ refusals: 24 }))).toMatchObject({ kind: 'answered' });
  });

  test('hold the target when there are 25 in a row, whether one by one or in one answer', () => {
    const hold = { kind: 'hold', reason: 'all-refused' };
    expect(verdictOf(answered(REFUSED), terms({ refusals: 23 }))).toMatchObject({ kind: 'answered' });
    expect(verdictOf(answered(REFUSED), terms({ refusals: 24 }))).toEqual(hold);
    expect(verdictOf(answered(...Array.from({ length: 25 }, () => REFUSED)), terms())).toEqual(hold);
    expect(verdictOf(failed('content'), terms({ size: 1, refusals: 23 }))).toEqual({ kind: 'split' });
    expect(verdictOf(failed('content'), terms({ size: 1, refusals: 24 }))).toEqual(hold);
  });

  test('count when they come again after somebody resumed the target: it is not held for them once more', () => {
    const sent = answered(...Array.from({ length: 40 }, () => REFUSED));
    expect(verdictOf(sent, terms({ attempt: 2, refusals: 24 }))).toMatchObject({ kind: 'hold' });
    expect(verdictOf(sent, terms({ attempt: 2 }))).toMatchObject({ kind: 'answered' });
  });

  test('are not what the form cannot say', () => {
    const sent = answered(...Array.from({ length: 40 }, () => NOT_EXPRESSIBLE));
    expect(verdictOf(sent, terms({ refusals: 24 }))).toMatchObject({ kind: 'answered' });
  });
});

test('a batch of which nothing fits in a message is made smaller', () => {
  expect(verdictOf(answered({ kind: 'deferred' }, { kind: 'deferred' }), terms())).toEqual({ kind: 'split' });
  expect(verdictOf(answered({ kind: 'deferred' }, DELIVERED), terms())).toMatchObject({ kind: 'answered' });
});

describe('a batch that the server of a LAS breaks on', () => {
  const las = { kind: 'las' } as const;

  test('is taken apart once the LAS has answered to others and not to it', () => {
    expect(verdictOf(failed('server'), terms({ attempt: 8, failures: 2 }, las))).toEqual({ kind: 'split' });
    expect(verdictOf(failed('server'), terms({ attempt: 7, failures: 2 }, las))).toMatchObject({ kind: 'retry' });
    expect(verdictOf(failed('server'), terms({ attempt: 19, failures: 2, size: 1 }, las))).toMatchObject({ kind: 'retry' });
    expect(verdictOf(failed('server'), terms({ attempt: 20, failures: 2, size: 1 }, las))).toEqual({ kind: 'split' });
  });

  test('stays whole while nobody gets an answer', () => {
    expect(verdictOf(failed('server'), terms({ attempt: 60, failures: 59 }, las))).toMatchObject({ kind: 'retry' });
  });

  test('stays whole at targets that go by its id', () => {
    expect(verdictOf(failed('server'), terms({ attempt: 60, failures: 2 }))).toMatchObject({ kind: 'retry' });
  });
});

describe('the time to the next attempt', () => {
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test('lies anywhere up to a bound that doubles, and never exceeds an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), share, (failures, random) => {
        const wait = backoffMs(failures, () => random);
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(2_000 * 2 ** (failures - 1), HOUR_MS));
      }),
    );
  });

  test('is spread over all of that', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), share, (failures, random) => {
        expect(backoffMs(failures, () => random)).toBe(Math.round(random * backoffCeiling(failures)));
      }),
    );
  });

  test('is never less than what the receiver asked for, up to six hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), share, fc.integer({ min: 0, max: 10 ** 9 }), (failures, random, asked) => {
        const wait = backoffMs(failures, () => random, asked);
        expect(wait).toBeGreaterThanOrEqual(Math.min(asked * 1000, 6 * HOUR_MS));
        expect(wait).toBeLessThanOrEqual(6 * HOUR_MS);
      }),
    );
  });
});
