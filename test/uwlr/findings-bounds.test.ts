import { describe, expect, test } from '@jest/globals';
import { Findings, MOST_FINDINGS } from '../../src/uwlr/findings.js';
import type { RuleId } from '../../src/uwlr/rules.js';

const AT = { path: '', line: 1, column: 1 };

function added(rule: RuleId, times: number): Findings {
  const findings = new Findings('tolerant');
  for (let n = 0; n < times; n++) findings.add(rule, AT);
  return findings;
}

describe('findings that are kept', () => {
  test.each<[string, RuleId]>([
    ['a part of the message', 'UWLR-SCH-003'],
    ['a part, where it refuses nothing', 'UWLR-SCH-001'],
    ['the header', 'UWLR-AUT-002'],
    ['the exchange', 'UWLR-EX-001'],
  ])('about %s are bounded; all of them are counted', (_what, rule) => {
    const findings = added(rule, 100_000);
    expect(findings.list.length).toBeLessThanOrEqual(2 * MOST_FINDINGS);
    expect(findings.count).toBe(100_000);
  });

  test('leave room for others that are about the message as a whole', () => {
    const findings = added('UWLR-AUT-002', 100_000);
    findings.add('UWLR-EX-001', AT);
    expect(findings.list.at(-1)?.rule).toBe('UWLR-EX-001');
  });
});
