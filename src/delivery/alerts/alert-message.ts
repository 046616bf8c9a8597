import { createHash } from 'node:crypto';
import type { Alert } from '../../store/outbox-store.js';

/** What goes out at once: alerts of one moment go together, however many targets they are of. */
export interface AlertMessage {
  /** The same for the same alerts: who gets it twice can tell. */
  readonly id: string;
  readonly at: Date;
  /** At least one. */
  readonly alerts: readonly Alert[];
}

/** Which alert: a trouble has one when it starts and one when it ends. */
export function alertKey({ id, phase }: Pick<Alert, 'id' | 'phase'>): string {
  return `${id} ${phase}`;
}

export function alertMessage(alerts: readonly Alert[], at: Date): AlertMessage {
  const keys = alerts.map(({ target, since, ...alert }) => `${target} ${since} ${alertKey(alert)}`).sort();
  const id = createHash('sha256').update(keys.join('\n')).digest('hex').slice(0, 32);
  return { id: `alert_${id}`, at, alerts };
}
