import type { SyntheticPupil } from '../../synthetic/results/pupils.js';
import type { LeerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import type { SeenGoal } from './dashboard.js';

/** What the overview says of one goal, in numbers only. */
export function goalLines({ goal, learners, nothingReceived }: SeenGoal): string[] {
  const vendors = [...new Set(learners.flatMap(({ sources }) => sources.map(({ vendor }) => vendor)))];
  const signals = learners.flatMap((one) => one.signals.map(({ kind, party }) => `${kind} by ${party}`));
  return [
    `${goal.code ?? ''} ${goal.title}`.trim(),
    `  results of ${learners.length} pupils, of ${vendors.join(', ')}; nothing received of ${nothingReceived.length}, which says nothing of them`,
    ...(signals.length === 0 ? [] : [`  signals: ${signals.join(', ')}`]),
  ];
}

/** A signal about a pupil who took the test, as a vendor posts it. */
export function stuckOn({ leerlingid }: Pick<SyntheticPupil, 'leerlingid'>, { toetsafnames }: LeerresultatenVerzoek): object {
  const taken = toetsafnames.toetsafname.find((one) => one.leerlingid === leerlingid)?.resultaten.resultaat ?? [];
  const part = taken.find(({ toetsonderdeelcode }) => toetsonderdeelcode === 'REK-5-1-B');
  return {
    key: 'signaal-1',
    learner: { leerlingid },
    supplierGoal: { id: 'KLOK-1', title: 'Klokkijken: hele uren' },
    kind: 'STUCK',
    raisedAt: new Date().toISOString(),
    ...(part === undefined ? {} : { basis: { results: [part.key] } }),
    limits: 'Zegt niets over klokken met cijfers',
  };
}
