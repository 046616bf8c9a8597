import type { ShownSignal } from '../../exchange/sight/shown-signals.js';
import type { PostedSignals } from '../../model/posted/posted-signals.js';

// Everything here is invented.

export const POSTED_SIGNALS: PostedSignals = {
  signals: [
    {
      key: 'signaal-0001',
      learner: { leerlingid: 'verzonnen-0001' },
      supplierGoal: { id: 'KL-1', title: 'Hele uren aflezen' },
      kind: 'STUCK',
      raisedAt: '2026-09-15T10:30:00+02:00',
      validUntil: '2027-07-31T00:00:00+02:00',
      basis: { results: ['afname-0001'], itemCount: '20', from: '2026-09-01', until: '2026-09-14' },
      targetLevel: { considered: 'considered', label: 'streefniveau 1S' },
      limits: 'Zegt niets over klokken met cijfers.',
    },
  ],
};

export const TAKEN_SIGNALS = {
  exchange: '019bc0a1-7c00-7d3e-8f21-0a1b2c3d4e5f',
  raised: 1,
  revised: 0,
  superseded: 0,
  withdrawn: 0,
  repeated: 0,
  ids: ['3a4f0b7e-5d21-5c8e-9b60-2f1d7c9e4a10'],
};

export const SIGNAL_EXAMPLE: ShownSignal = {
  id: '3a4f0b7e-5d21-5c8e-9b60-2f1d7c9e4a10',
  revision: 1,
  party: 'VERZONNEN-EA',
  supplierGoal: { id: 'KL-1', title: 'Hele uren aflezen' },
  kind: 'STUCK',
  raisedAt: '2026-09-15T08:30:00.000Z',
  validUntil: '2026-10-14T22:00:00.000Z',
  basis: { results: ['0e2f1a94-6f0c-5d8b-9a51-3b0f5f7d2c11'], itemCount: '20', from: '2026-09-01', until: '2026-09-14' },
  targetLevel: { considered: 'considered', label: 'streefniveau 1S' },
  limits: 'Zegt niets over klokken met cijfers.',
  learner: 'uV3k0wJ8pQ2sZ5xN7rT1yL4aB6c',
  status: 'raised',
  storedAt: '2026-09-15T08:31:00.000Z',
};

export const IDENTIFIED_SIGNAL: ShownSignal = { ...SIGNAL_EXAMPLE, explanationUrl: 'https://uitleg.uitgever.example/signalen/vastgelopen' };
