import type { ShownDelivery, ShownDeliveryDetail, ShownStatus } from './delivery-view.js';
import type { ShownTarget } from './target-view.js';

// Everything here is invented.

export const TARGET_EXAMPLE: ShownTarget = { id: 'las', party: 'VERZONNEN-LAS', kind: 'las', createdAt: '2026-08-01T08:00:00.000Z' };

export const DELIVERY_EXAMPLE: ShownDelivery = {
  id: '1042',
  target: 'las',
  school: '99AB',
  kind: 'result',
  state: 'dead',
  reason: 'refused',
  revision: 1,
  exchange: '019bc0a1-7c00-7d3e-8f21-0a1b2c3d4e5f',
  queuedAt: '2026-01-15T08:00:01.200Z',
  settledAt: '2026-01-15T08:00:02.700Z',
  attempts: 1,
  losses: [],
};

export const DELIVERY_DETAIL_EXAMPLE: ShownDeliveryDetail = {
  ...DELIVERY_EXAMPLE,
  attemptList: [
    {
      batch: '019bc0a1-8000-7b11-9c52-1a2b3c4d5e6f',
      number: 1,
      size: 1,
      startedAt: '2026-01-15T08:00:02.100Z',
      endedAt: '2026-01-15T08:00:02.700Z',
      outcome: 'content',
      status: 500,
      code: 'Client.OngeldigBericht',
    },
  ],
  redrivenBy: [],
};

export const STATUS_EXAMPLE: ShownStatus = {
  target: 'las',
  kind: 'las',
  party: 'VERZONNEN-LAS',
  counts: { waiting: 12, leased: 0, retrying: 3, held: 0, delivered: 4810, dead: 1, task: 0, cancelled: 2 },
  oldestWaiting: '2026-01-15T07:58:00.000Z',
  lastDelivered: '2026-01-15T07:57:31.000Z',
  failures: 5,
  openUntil: '2026-01-15T08:01:00.000Z',
  pauses: [],
};

export const CHANGE_EXAMPLE = { action: 'redrive', dryRun: true, changed: 1, skipped: { superseded: 2 }, byTarget: { las: 1 } } as const;

export const PAUSE_EXAMPLE = { target: 'las', paused: true, changed: true } as const;

export const RESUME_EXAMPLE = { target: 'las', paused: false, changed: true, released: false, retried: true } as const;
