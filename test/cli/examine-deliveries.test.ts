import { expect, test } from '@jest/globals';
import { examineDeliveries } from '../../src/admin/doctor/examine-deliveries.js';
import type { Target } from '../../src/directory/directory.js';
import type { TargetStatus } from '../../src/store/outbox-store.js';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const NONE = { waiting: 0, leased: 0, retrying: 0, held: 0, delivered: 0, dead: 0, task: 0, cancelled: 0 };
const OLD = '2026-11-22T10:59:00.000Z';

function look(status: Partial<TargetStatus>, endedAt?: string) {
  const target: Target = {
    id: 'las',
    party: 'LAS',
    kind: 'las',
    settings: new Uint8Array(),
    createdAt: OLD,
    ...(endedAt === undefined ? {} : { endedAt }),
  };
  const whole: TargetStatus = { target: 'las', counts: NONE, failures: 0, pauses: [], ...status };
  const directory = async () => ({ targets: new Map([['las', target]]) });
  const outbox = { deliveryStatus: async () => [whole] };
  return examineDeliveries({ directory, outbox } as unknown as Parameters<typeof examineDeliveries>[0], NOW);
}

const waiting = { counts: { ...NONE, retrying: 2 }, oldestWaiting: OLD };

test.each([
  ['a target that goes', {}, true, '1 target, no trouble'],
  [
    'one that is held',
    { held: { reason: 'authorisation', since: OLD } },
    false,
    `las is held since ${OLD} (authorisation): see uwlr deliver status`,
  ],
  ['one with deliveries of over an hour ago', waiting, false, `las has waited since ${OLD}: see uwlr deliver status`],
  ['one with younger deliveries', { ...waiting, oldestWaiting: '2026-11-22T11:01:00.000Z' }, true, '1 target, no trouble'],
  ['one that somebody paused', { ...waiting, pauses: [{ since: OLD }] }, true, '1 target, no trouble'],
  ['one with dead deliveries', { counts: { ...NONE, dead: 3 } }, true, '3 dead for las: see uwlr deliver status'],
] as const)('doctor looks at %s', async (_, status, ok, detail) => {
  expect(await look(status)).toEqual({ check: 'deliveries', ok, detail });
});

test('doctor does not look at a target that has ended', async () => {
  expect(await look(waiting, OLD)).toEqual({ check: 'deliveries', ok: true, detail: 'no targets' });
});
