import type { ShownExchange } from '../api/exchange-view.js';
import { REFUSAL_REASONS } from '../store/refusal-reason.js';
import { findingLine } from './finding-line.js';
import { print } from './print.js';

/** Prints an exchange record for people. */
export function printExchange({ findings, findingCount, strips, unproven, ...exchange }: ShownExchange): void {
  const { reason } = exchange;
  const width = Math.max(...Object.keys(exchange).map((name) => name.length));
  for (const [name, value] of Object.entries(exchange)) print(`${name.padEnd(width)}  ${String(value)}`);
  if (unproven)
    print(`Refused before its sender had shown a valid key${exchange.party === undefined ? '' : ': the party is what the message says'}.`);
  if (reason !== undefined) print(`Not let in: ${REFUSAL_REASONS[reason]}. The sender was not told.`);
  print(`Findings: ${findingCount}`);
  for (const finding of findings) print(`  ${findingLine(finding)}`);
  if (findingCount > findings.length) print(`  and ${findingCount - findings.length} more`);
  print(strips.length === 0 ? 'Taken out before storing: nothing' : 'Taken out before storing:');
  for (const { path, rule, count } of strips) print(`  ${count} x ${path} (${rule})`);
}
