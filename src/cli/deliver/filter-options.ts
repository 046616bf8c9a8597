import { type Command, Option } from 'commander';
import { DELIVERY_REASONS } from '../../api/shapes/delivery-words.js';
import { supplied } from '../../core/supplied.js';
import { DELIVERY_STATES, type DeliveryFilter, type DeliveryReason, type DeliveryState } from '../../store/outbox-store.js';
import { moment, school, text, words } from '../terminal/arguments.js';

/** What the command line says about which deliveries it is about. */
export interface FilterOptions {
  readonly target?: string;
  readonly school?: string;
  readonly exchange?: string;
  readonly state?: readonly DeliveryState[];
  readonly reason?: DeliveryReason;
  readonly result?: string;
  readonly since?: string;
  readonly until?: string;
}

export function addFilterOptions(command: Command): Command {
  return command
    .addOption(new Option('--target <id>', 'only what goes to this target').argParser(text(64)))
    .addOption(new Option('--school <school>', 'only of this school').argParser(school))
    .addOption(new Option('--exchange <id>', 'only what this message brought').argParser(text(64)))
    .addOption(new Option('--state <states>', `only those in this state: ${DELIVERY_STATES.join(', ')}`).argParser(words(DELIVERY_STATES)))
    .addOption(new Option('--reason <reason>', 'only those that are held, dead or cancelled for this reason').choices(DELIVERY_REASONS))
    .addOption(new Option('--result <id>', 'only of this result').argParser(text(256)))
    .addOption(new Option('--since <moment>', 'only those queued at or after it').argParser(moment))
    .addOption(new Option('--until <moment>', 'only those queued before it').argParser(moment));
}

/** `delivery`: the id of one. */
export function filterOf(
  { target, school: of, exchange, state, reason, result, since, until }: FilterOptions,
  delivery?: string,
): DeliveryFilter {
  return {
    ...supplied({ target, school: of, exchange, states: state, reason, result, since, until, delivery }),
  };
}

export function isEmpty(filter: DeliveryFilter): boolean {
  return Object.keys(filter).length === 0;
}

/** Whether a filter says no more than which target and which school: then it is a scope, and also holds for what is yet to come. */
export function isScope({ target: _, school: __, ...others }: DeliveryFilter): boolean {
  return isEmpty(others);
}
