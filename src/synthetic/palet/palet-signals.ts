import type { PostedSignals, RaisedSignal } from '../../model/posted/posted-signals.js';
import type { Learner } from '../../model/roster/roster.js';
import type { SyntheticAdministration } from '../school/synthetic-school.js';
import { paletGaps } from './palet-class.js';
import { exerciseKey } from './palet-messages.js';

/**
 * Signals of Oefentuin, in two posts: each kind, with and without what it rests on, one that is over, one that another takes the place of,
 * and one that is withdrawn.
 */
export function paletSignals(school: SyntheticAdministration): readonly [PostedSignals, PostedSignals] {
  const { nothing, onlyMethod } = paletGaps(school);
  const known = school.roster.learners.filter((one) => one.eckId !== undefined && one !== nothing && one !== onlyMethod);
  const [first, second, third, fourth] = known as [Learner, Learner, Learner, Learner];
  const raised = (
    key: string,
    learner: Learner,
    goal: keyof typeof GOALS,
    more: Omit<RaisedSignal, 'key' | 'learner' | 'supplierGoal'>,
  ): RaisedSignal => ({
    key,
    learner: { eckId: learner.eckId as string },
    supplierGoal: { id: goal, title: GOALS[goal] },
    ...more,
  });
  const basis = (learner: Learner, code: string) => ({ results: [exerciseKey(learner, code, '2026-11', 0)], itemCount: '24' });
  const before: RaisedSignal[] = [
    raised('s-1', first, 'OT-1', { kind: 'STUCK', raisedAt: '2026-10-20T15:00:00+02:00', limits: 'Zegt niets over digitale klokken' }),
    raised('s-2', second, 'OT-3', { kind: 'FAST', raisedAt: '2026-11-12T10:00:00+01:00', basis: basis(second, 'OT-TAFEL') }),
    raised('s-3', third, 'OT-2', {
      kind: 'NEW_PROGRESS',
      raisedAt: '2026-10-01T09:30:00+02:00',
      validUntil: '2026-10-31T00:00:00+01:00',
    }),
    raised('s-4', fourth, 'OT-3', { kind: 'STUCK', raisedAt: '2026-11-10T11:00:00+01:00', basis: basis(fourth, 'OT-TAFEL') }),
  ];
  const after: PostedSignals['signals'] = [
    raised('s-5', first, 'OT-1', {
      kind: 'NEW_PROGRESS',
      raisedAt: '2026-11-24T15:00:00+01:00',
      basis: basis(first, 'OT-KLOK'),
      supersedes: 's-1',
      targetLevel: { considered: 'considered', label: 'streefniveau' },
    }),
    { key: 's-4', status: 'withdrawn' },
  ];
  return [{ signals: before }, { signals: after }];
}

const GOALS = { 'OT-1': 'Klok lezen', 'OT-2': 'Meten is weten', 'OT-3': 'Tafels oefenen' } as const;
