import type { Command } from 'commander';
import { registerDeliveryChanges } from './deliver/change.js';
import { registerDeliveryList } from './deliver/list.js';
import { registerDeliveryPause } from './deliver/pause.js';
import { registerDeliverySend } from './deliver/send.js';
import { registerDeliveryShow } from './deliver/show.js';
import { registerDeliveryStatus } from './deliver/status.js';
import { registerTarget } from './deliver/target.js';
import type { Session } from './open/session.js';

export function registerDeliver(program: Command, session: Session): void {
  const deliver = program.command('deliver').description('delivery of results to receivers: status, and what to do about problems');
  registerTarget(deliver, session);
  registerDeliveryStatus(deliver, session);
  registerDeliveryList(deliver, session);
  registerDeliveryShow(deliver, session);
  registerDeliveryPause(deliver, session);
  registerDeliveryChanges(deliver, session);
  registerDeliverySend(deliver, session);
}
