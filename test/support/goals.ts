import type { SourceProfile } from '../../src/goals/source-profile.js';
import type { GoalLink } from '../../src/model/goal-link.js';
import type { Signal } from '../../src/model/signal.js';

/** That a result touches an invented goal. */
export const GOAL_LINK: GoalLink = {
  goal: 'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-000000000001',
  set: 'verzonnen-doelen',
  setVersion: '1',
  supplierGoal: { id: 'KL-1', title: 'Hele uren aflezen' },
  coverage: 'unknown',
  via: 'registry',
  assertedBy: 'supplier',
  mappingVersion: '1',
  original: 'bk:0b9f1d2e-0000-4000-8000-000000000001',
};

export const SIGNAL: Signal = {
  id: '5f0c3a52-3a4e-5d5a-9a55-000000000001',
  party: 'TESTEB',
  learner: 'leerling',
  supplierGoal: { id: 'KL-1' },
  kind: 'STUCK',
  raisedAt: '2026-11-02T09:00:00.000Z',
  status: 'raised',
};

/** What an invented vendor declares about a product. */
export function sourceProfile(said: Partial<SourceProfile> = {}): SourceProfile {
  return {
    party: 'TESTEA',
    product: 'OEFENTUIN',
    version: 1,
    selector: { everythingElse: true },
    origins: [],
    figures: [],
    context: [],
    adaptive: 'unknown',
    targetLevel: 'unknown',
    durability: 'unknown',
    signalsFrom: 'unknown',
    ...said,
  };
}
