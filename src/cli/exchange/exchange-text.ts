import type { ShownExchange } from '../../api/shapes/exchange-view.js';
import { REFUSAL_REASONS } from '../../store/refusal-reason.js';
import { findingLine } from '../terminal/finding-line.js';
import { print } from '../terminal/print.js';

/** Prints an exchange record for people. */
export function printExchange({ findings, findingCount, strips, unproven, ...exchange }: ShownExchange): void {
  const { reason } = exchange;
  const lines = Object.entries(exchange).map(([name, value]) =>
    name === 'createdAtNs' ? madeAt(String(value)) : ([name, String(value)] as const),
  );
  const width = Math.max(...lines.map(([name]) => name.length));
  for (const [name, value] of lines) print(`${name.padEnd(width)}  ${value}`);
  if (unproven)
    print(
      `Refused before its sender had presented a valid key${exchange.party === undefined ? '' : ': the party is the one that the message names'}.`,
    );
  if (reason !== undefined) print(`Access refused: ${REFUSAL_REASONS[reason]}. The sender does not see this reason.`);
  print(`Findings: ${findingCount}`);
  for (const finding of findings) print(`  ${findingLine(finding)}`);
  if (findingCount > findings.length) print(`  and ${findingCount - findings.length} more`);
  print(strips.length === 0 ? 'Taken out before storing: nothing' : 'Taken out before storing:');
  for (const { path, rule, count } of strips) print(`  ${count} x ${path} (${rule})`);
}

/** The aanmaakdatum of the message, as a moment that people can read. */
function madeAt(nanoseconds: string): readonly [string, string] {
  const milliseconds = Number(BigInt(nanoseconds) / 1_000_000n);
  const isDate = Math.abs(milliseconds) <= 8.64e15;
  return ['createdAt', isDate ? new Date(milliseconds).toISOString() : `${nanoseconds} ns`];
}
