import { supplied } from '../core/supplied.js';
import type { Finding } from '../uwlr/finding.js';
import { type RuleId, ruleOf } from '../uwlr/rules.js';

/** What only storing a message shows of it, and refuses nothing. */
export interface Noticed {
  /** Results whose key was that of a result of another pupil. */
  readonly otherPupil: number;
  /** Results whose key was that of a result of another test. */
  readonly otherTest: number;
  /** Its createdAt is that of the last accepted message. */
  readonly sameMoment: boolean;
}

/** Rules that say that keys of results were used again, for another pupil and for another test. */
export const REUSED_KEYS = { pupil: 'UWLR-EX-017', test: 'UWLR-EX-018' } as const satisfies Record<string, RuleId>;

/** What is said of it with the exchange. */
export function findingsOf({ otherPupil, otherTest, sameMoment }: Noticed): readonly Finding[] {
  const counted = (rule: RuleId, count: number) => (count === 0 ? [] : [finding(rule, `${count} times`)]);
  return [
    ...counted(REUSED_KEYS.pupil, otherPupil),
    ...counted(REUSED_KEYS.test, otherTest),
    ...(sameMoment ? [finding('UWLR-EX-019')] : []),
  ];
}

function finding(rule: RuleId, hint?: string): Finding {
  const { severity, en } = ruleOf(rule);
  return { rule, severity, path: '', line: 0, column: 0, message: en, ...supplied({ hint }) };
}
