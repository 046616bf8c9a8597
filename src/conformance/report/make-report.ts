import { supplied } from '../../core/supplied.js';
import { CATALOGUE, CATALOGUE_DIGEST, requirementOf } from '../catalogue.js';
import type { ConformanceTest } from '../conformance-test.js';
import type { Role } from '../requirement.js';
import type { RunResult, TestResult } from '../run.js';
import { withoutVersion } from '../test-id.js';
import { countRequirements, countVerdicts } from './count-verdicts.js';
import { type ExpectedFailure, meetExpectations, reasonToExpect } from './expectations.js';
import { limitsOf } from './limits.js';
import type { RecordedExchange, Report, ReportedTest } from './report.js';
import { suiteIdentity } from './suite-identity.js';

/** What tests are called. */
export type TestTitle = Pick<ConformanceTest<never>, 'id' | 'en' | 'nl' | 'advice'>;

export interface ReportParts
  extends RunResult,
    Pick<Report, 'role' | 'language' | 'seed' | 'level' | 'judge' | 'subject' | 'startedAt' | 'endedAt' | 'authorisedBy' | 'unmasked'> {
  /** The tests that ran, for their titles. */
  readonly titles: readonly TestTitle[];
  /** Masked. */
  readonly exchanges: readonly RecordedExchange[];
  readonly expected?: readonly ExpectedFailure[];
}

/** The role in the catalogue: whoever writes a file is held to what messages have to be. */
export function catalogueRole(role: Report['role']): Role {
  return role === 'file' ? 'message' : role;
}

/** Puts the report of a run together. */
export function makeReport({ titles, expected = [], tests, ended, exchanges, ...parts }: ReportParts): Report {
  const { role, language } = parts;
  const reported = tests.map((test): ReportedTest => {
    const accepted = test.verdict === 'fail' ? reasonToExpect(test.id, expected) : undefined;
    return { ...test, title: titleOf(test, titles, language), ...supplied({ accepted }) };
  });
  const whole = { ...parts, ...supplied({ ended }) };
  return {
    format: 1,
    suite: suiteIdentity(),
    catalogue: { digest: CATALOGUE_DIGEST, requirements: CATALOGUE.length },
    ...whole,
    ...(expected.length === 0 ? {} : { expectations: meetExpectations(expected, tests) }),
    counts: countVerdicts(tests.map(({ verdict }) => verdict)),
    requirements: countRequirements(catalogueRole(role), tests),
    limits: limitsOf(whole, language),
    tests: reported,
    exchanges,
  };
}

function titleOf({ id, requirement }: TestResult, titles: readonly TestTitle[], language: Report['language']): string {
  return (titles.find((one) => one.id === withoutVersion(id)) ?? requirementOf(requirement))?.[language] ?? id;
}
