import type { StepOutcome, TriggerOutcome } from '../../simulator/trigger/run-trigger.js';
import type { TriggerConfig } from '../../simulator/trigger/trigger-kit.js';

/** A situation on the terminal: each message, what came, and where to look. */
export function outcomeLines({ trigger, asExpected, see, steps }: TriggerOutcome, { school, caller }: TriggerConfig): string[] {
  return [
    `${trigger}: ${asExpected ? 'as expected' : 'not as expected'}`,
    ...steps.flatMap((step, at) => stepLines(step, at + 1, `school ${school}, klantcode ${caller.klantcode}`)),
    `  see: ${see}`,
  ];
}

function stepLines(
  { sends, url, bytes, expected, actual, exchange, record, rules, asExpected }: StepOutcome,
  at: number,
  whose: string,
): string[] {
  const indent = '     ';
  const known = [...new Set([...rules, ...(record?.rules ?? [])])];
  return [
    `  ${at}. sent ${sends} to ${url} (${bytes} bytes; ${whose})`,
    `${indent}${asExpected ? 'got' : `expected ${expected.join(' or ')}; got`} ${actual}${known.length === 0 ? '' : ` (${known.join(', ')})`}`,
    ...(exchange === undefined
      ? []
      : [`${indent}exchange ${exchange}${record === undefined ? '' : `, ${record.outcome}`}: uwlr exchange show ${exchange}`]),
  ];
}
