import { SCHOOL } from '../../store/support/records.js';
import { signalIntake, signalRow } from '../../store/support/signals.js';
import type { RestServer } from './rest-server.js';
import { uuid } from './school-data.js';

/** Stores signals of learners with these pseudonyms: each name is that of a signal. */
export async function plantSignals({ store }: Pick<RestServer, 'store'>, learners: Readonly<Record<string, string>>): Promise<void> {
  const rows = Object.entries(learners).map(([name, learner]) => signalRow(uuid(name), { learner, raisedAt: '2026-10-01T07:00:00.000Z' }));
  const intake = signalIntake(rows, { erasures: await store.rights.erasureMark(SCHOOL) });
  const exchange = { ...intake.exchange, id: uuid(`signals ${intake.exchange.id}`) };
  const taken = await store.goals.signals.takeSignals({ ...intake, exchange });
  if (taken.kind !== 'stored') throw new Error('the signals were not stored');
}
