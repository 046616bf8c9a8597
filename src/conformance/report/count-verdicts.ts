import { CATALOGUE } from '../catalogue.js';
import type { Role } from '../requirement.js';
import { VERDICTS, type Verdict } from '../verdict.js';
import type { Counts } from './report.js';

/** How often each occurs. The total is what was counted, so that a report cannot leave any out. */
export function countVerdicts(verdicts: readonly Verdict[]): Counts {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, verdicts.filter((one) => one === verdict).length]));
  return { ...(counts as Record<Verdict, number>), total: verdicts.length };
}

/** The worst first. A requirement with one passed test and one that was left out has passed what was tested of it. */
const WEIGHT: readonly Verdict[] = ['error', 'fail', 'warning', 'review', 'pass', 'skip', 'not-testable', 'not-applicable'];

/** What the tests of each requirement in the catalogue came to. Those of other roles are not applicable. */
export function countRequirements(role: Role, tests: readonly { readonly requirement: string; readonly verdict: Verdict }[]): Counts {
  return countVerdicts(
    CATALOGUE.map((requirement) => {
      if (requirement.role !== role) return 'not-applicable';
      const found = tests.filter((test) => test.requirement === requirement.id).map(({ verdict }) => verdict);
      return WEIGHT.find((verdict) => found.includes(verdict)) ?? 'not-testable';
    }),
  );
}
