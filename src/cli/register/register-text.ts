import type { ProcessingRegister, RegisterEntry, RegisterExchange } from '../../register/processing-register.js';
import { print, printTable } from '../terminal/print.js';

/** Wide enough for the longest class. */
const RETENTION_WIDTH = 17;

/** Prints the register for people at a terminal. */
export function printRegister({ school, entries, unattributed, retention }: ProcessingRegister): void {
  print(
    `Processing register of school ${school.id}, ${school.name}${school.pausedAt === undefined ? '' : `: paused since ${school.pausedAt}`}`,
  );
  const rows = entries.flatMap((entry) => entry.exchanges.map((exchange) => rowOf(entry, exchange)));
  printTable(['PARTY', 'ROLE', 'EXCHANGE', 'FIELDS', 'STATE', 'FROM', 'UNTIL', 'MESSAGES', 'KEYS', 'PURPOSE'], rows, 'No agreements yet.');
  for (const { party, operation, messages } of unattributed)
    print(`Messages of an earlier version without a recorded agreement: ${messages} x ${operation} with ${party}.`);
  print('Retention in days:');
  for (const { class: name, days } of retention) print(`  ${name.padEnd(RETENTION_WIDTH)}  ${days}`);
}

function rowOf({ party, state, from, until, endedAt, keys, purpose, profile }: RegisterEntry, exchange: RegisterExchange): string[] {
  const { kind, direction, fields, scopes, messages, yields } = exchange;
  const what = scopes === undefined ? `${fields.length} (${profile})` : scopes.join(',');
  const way = direction === 'to-party' ? `${kind} to it` : `${kind} from it`;
  return [
    party.klantcode,
    party.role,
    way,
    what,
    yields ? 'yields to another' : state.replace('-', ' '),
    from,
    endedAt ?? until ?? '',
    String(messages),
    String(keys),
    purpose,
  ];
}
