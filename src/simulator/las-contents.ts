import { checkResults } from '../model/incoming/check-results.js';
import type { Learner } from '../model/roster/roster.js';
import { Findings } from '../uwlr/findings.js';
import type { LeerresultatenVerzoek } from '../uwlr/messages/leerresultaten.js';
import { ruleOf } from '../uwlr/rules.js';
import { Refused } from './las-request.js';

/**
 * Refuses results that no careful administration takes although their schema allows them: of pupils that it does not have, or with figures,
 * norms, terms and references that cannot be right. `learners` is undefined for a school of which it has no pupils. Throws `Refused`.
 */
export function refuseContents(message: LeerresultatenVerzoek, learners: readonly Learner[] | undefined, now: Date): void {
  const keys = learners === undefined ? undefined : new Set(learners.flatMap(({ key, eckId }) => [key, eckId]));
  const isKnown = ({ leerlingid, eckid }: { leerlingid?: string; eckid?: string }) =>
    keys === undefined || keys.has(leerlingid?.trim()) || (eckid !== undefined && keys.has(eckid));
  if (!message.toetsafnames.toetsafname.every((pupil) => isKnown(pupil as { leerlingid?: string; eckid?: string })))
    throw new Refused('Client.LeerlingOngeldig', 'Een leerling is bij deze school niet bekend');
  const findings = new Findings('strict');
  const somewhere = { locate: () => ({ line: 0, column: 0 }) };
  for (const _ of checkResults(message, somewhere, findings, { now }));
  const { firstError } = findings;
  if (firstError !== undefined) throw new Refused(ruleOf(firstError.rule).fault, ruleOf(firstError.rule).nl);
}
