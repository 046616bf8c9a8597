import { supplied } from '../core/supplied.js';
import type { UwlrVersion } from '../uwlr/finding.js';
import { CATALOGUE, requirementOf } from './catalogue.js';
import { type ConformanceTest, LEVELS, type Level } from './conformance-test.js';
import type { Requirement, Role } from './requirement.js';
import type { Exchange } from './traffic/exchange.js';
import type { Traffic } from './traffic/traffic.js';
import { type Evidence, type Outcome, type SuiteFinding, skip, type Verdict } from './verdict.js';

/** What became of one test. */
export interface TestResult {
  /** With the version behind an `@` when the test runs per version: `las/pupils/answered@2.3`. */
  readonly id: string;
  readonly requirement: string;
  readonly revision: number;
  readonly version?: UwlrVersion;
  readonly verdict: Verdict;
  /** Of skip, not-applicable, not-testable and error: why. Of warning and review: why it is no failure. */
  readonly reason?: string;
  readonly evidence: readonly Evidence[];
  readonly expected?: string;
  readonly actual?: string;
  readonly findings?: readonly SuiteFinding[];
  /** Numbers of the exchanges of this test, and of those that it rests on. */
  readonly exchanges: readonly number[];
}

export interface RunOptions<S> {
  readonly role: Role;
  readonly tests: readonly ConformanceTest<S>[];
  /** Versions that the other side is said to speak, the main one first. */
  readonly versions: readonly UwlrVersion[];
  readonly subject: (version: UwlrVersion) => S;
  readonly level: Level;
  /** Leaves out what writes. */
  readonly safe: boolean;
  /** Which tests to run, by id with or without version, or id of the requirement; all unless given. */
  readonly only?: (ids: readonly string[]) => boolean;
  readonly traffic: Traffic;
  /** Ends the run after the test that is under way. */
  readonly signal?: AbortSignal;
  /** Whether the other side still answers at all: asked after an exchange without an answer. */
  readonly reachable: () => Promise<boolean>;
  readonly onResult?: (result: TestResult, done: number, total: number) => void;
}

export interface RunResult {
  readonly tests: readonly TestResult[];
  /** Why the run is not whole: it ended early, and the verdicts of the rest are `skip`; or the ledger of a receiver could not be read. */
  readonly ended?: 'interrupted' | 'not-reached' | 'ledger-lost';
}

interface Planned<S> {
  readonly test: ConformanceTest<S>;
  readonly id: string;
  readonly version: UwlrVersion | undefined;
}

/** Whether these ids were asked for. */
const ALL = () => true;

/**
 * Runs tests one after the other, in their order. Every test and every requirement of the role comes back with a verdict, so that the counts
 * add up to the catalogue. A test that throws is an `error` of the suite, never a verdict on the other side; a pass without evidence too.
 */
export async function runTests<S>(options: RunOptions<S>): Promise<RunResult> {
  const { traffic, signal, reachable, onResult = () => undefined } = options;
  const planned = plan(options);
  const only = withNeeds(planned, options);
  const untested = untestedRequirements(options.role, planned);
  const total = planned.length + untested.length;
  const results: TestResult[] = [];
  const subjects = new Map<UwlrVersion, S>();
  let ended: keyof typeof WHY_ENDED | undefined;
  const add = (result: TestResult) => {
    results.push(result);
    onResult(result, results.length, total);
  };
  for (const one of planned) {
    if (signal?.aborted === true) ended ??= 'interrupted';
    const reason = ended === undefined ? reasonToSkip(one, options, only, results) : WHY_ENDED[ended];
    if (reason !== undefined) {
      add(resultOf(one, reason, []));
      continue;
    }
    const version = one.version as UwlrVersion;
    const subject = subjects.get(version) ?? options.subject(version);
    subjects.set(version, subject);
    const before = traffic.count;
    const outcome = await outcomeOf(one.test, subject);
    const exchanges = traffic.since(before);
    if (exchanges.some(isSilence) && outcome.verdict !== 'pass' && !(await reachable())) {
      ended = 'not-reached';
      add(resultOf(one, skip(WHY_ENDED[ended].reason), exchanges));
      continue;
    }
    add(resultOf(one, outcome, exchanges));
  }
  for (const requirement of untested) add(untestable(requirement));
  return { tests: results, ...supplied({ ended }) };
}

/** No answer, or one that may be of something before the other side, such as a page that says that it is out of order. */
function isSilence({ answer }: Exchange): boolean {
  if (answer === undefined) return true;
  return (answer.status >= 300 && answer.status < 400) || answer.status > 501 || /html/i.test(answer.headers['content-type'] ?? '');
}

const WHY_ENDED = {
  interrupted: { verdict: 'skip', reason: 'the run was interrupted' },
  'not-reached': { verdict: 'skip', reason: 'the other side no longer answers' },
} as const;

function plan<S>({ tests, versions }: RunOptions<S>): Planned<S>[] {
  return tests.flatMap((test): Planned<S>[] => {
    const fitting = versions.filter((version) => test.versions === undefined || test.versions.includes(version));
    if (fitting.length === 0) return [{ test, id: test.id, version: undefined }];
    if (test.perVersion !== true) return [{ test, id: test.id, version: fitting[0] }];
    return fitting.map((version) => ({ test, id: `${test.id}@${version}`, version }));
  });
}

/** What was asked for, and what has to pass before it: a test means little without its control. */
function withNeeds<S>(planned: readonly Planned<S>[], { only = ALL, level }: RunOptions<S>): (ids: readonly string[]) => boolean {
  if (only === ALL) return ALL;
  const runs = ({ test, id, version }: Planned<S>) =>
    version !== undefined && LEVELS.indexOf(test.level) <= LEVELS.indexOf(level) && only([id, test.id, test.requirement]);
  const needed = new Set(planned.filter(runs));
  for (const { test, version } of needed)
    for (const one of planned)
      if (test.needs?.includes(one.test.id) === true && (one.version === version || one.test.perVersion !== true)) needed.add(one);
  const ids = new Set([...needed].map(({ id }) => id));
  return ([id = '', ...others]) => ids.has(id) || only([id, ...others]);
}

const NOT_ASKED = 'not asked for';
const AT_LEVEL = 'only at level ';
const IN_VERSION = 'only in UWLR ';

/** Whether the caller left a test out by what was asked for: tests, level and versions. */
export function isLeftOutByChoice({ reason = '' }: Pick<TestResult, 'reason'>): boolean {
  return reason === NOT_ASKED || reason.startsWith(AT_LEVEL) || reason.startsWith(IN_VERSION);
}

type Reason = Extract<Outcome, { readonly reason: string }>;

function reasonToSkip<S>(
  { test, id, version }: Planned<S>,
  { level, safe }: RunOptions<S>,
  only: (ids: readonly string[]) => boolean,
  results: readonly TestResult[],
): Reason | undefined {
  if (version === undefined) return { verdict: 'not-applicable', reason: `${IN_VERSION}${test.versions?.join(', ')}` };
  if (!only([id, test.id, test.requirement])) return { verdict: 'skip', reason: NOT_ASKED };
  if (LEVELS.indexOf(test.level) > LEVELS.indexOf(level)) return { verdict: 'skip', reason: `${AT_LEVEL}${test.level}` };
  if (safe && test.writes === true) return { verdict: 'skip', reason: 'it writes, and --safe leaves that out' };
  for (const need of test.needs ?? []) {
    const met = results.filter((result) => result.id === need || result.id === `${need}@${version}`);
    const missed = met.find(({ verdict }) => verdict === 'fail' || verdict === 'error');
    if (missed !== undefined) return { verdict: 'skip', reason: `it needs ${missed.id}, which did not pass` };
  }
  return undefined;
}

async function outcomeOf<S>(
  test: ConformanceTest<S>,
  subject: S,
): Promise<Outcome | { readonly verdict: 'error'; readonly reason: string }> {
  try {
    const outcome = await test.run(subject);
    if (outcome.verdict === 'pass' && outcome.evidence.length === 0)
      return { verdict: 'error', reason: 'the test passed without evidence: a defect of the suite' };
    return outcome;
  } catch (error) {
    const { name, stack = '' } = error as Error;
    const place = stack.split('\n').find((line) => line.includes('/conformance/')) ?? '';
    return { verdict: 'error', reason: `${name} in the suite, at ${place.slice(place.lastIndexOf('/') + 1).replace(')', '')}` };
  }
}

function resultOf<S>(
  { test, id, version }: Planned<S>,
  outcome: Outcome | { readonly verdict: 'error'; readonly reason: string },
  exchanges: readonly Exchange[],
): TestResult {
  const { requirement, revision } = test;
  const evidence = 'evidence' in outcome ? outcome.evidence : [];
  const cited = evidence.flatMap(({ exchange }) => exchange ?? []);
  const numbers = [...new Set([...cited, ...exchanges.map(({ number }) => number)])].sort((one, other) => one - other);
  const common = { id, requirement, revision, ...supplied({ version }), evidence, exchanges: numbers };
  if ('reason' in outcome) return { ...common, verdict: outcome.verdict, reason: outcome.reason };
  if (outcome.verdict === 'pass') return { ...common, verdict: 'pass' };
  const { expected, actual, findings } = outcome;
  return { ...common, ...weighed(outcome.verdict, requirement), expected, actual, ...supplied({ findings }) };
}

/** Roles that are about interfaces of the gateway, and not about the standard. */
const OURS: ReadonlySet<Role> = new Set(['receiver', 'mapping']);
const ADVISED = { ours: 'it is advised, and not demanded', standard: 'the standard advises it, and does not demand it' };

/** What is only inferred refuses nobody, and what is only advised neither. */
function weighed(verdict: 'fail' | 'review', id: string): Pick<TestResult, 'verdict' | 'reason'> {
  const requirement = requirementOf(id);
  if (verdict === 'review' || requirement === undefined) return { verdict };
  if (requirement.status !== 'confirmed') return { verdict: 'review', reason: 'no source states this requirement: it is inferred' };
  if (requirement.strength === 'SHOULD') return { verdict: 'warning', reason: ADVISED[OURS.has(requirement.role) ? 'ours' : 'standard'] };
  return { verdict: 'fail' };
}

function untestedRequirements<S>(role: Role, planned: readonly Planned<S>[]): Requirement[] {
  const tested = new Set(planned.map(({ test }) => test.requirement));
  return CATALOGUE.filter((requirement) => requirement.role === role && !tested.has(requirement.id));
}

function untestable({ id, question, notTestable }: Requirement): TestResult {
  const reason = notTestable ?? question ?? 'this suite has no test of it yet';
  return { id, requirement: id, revision: 1, verdict: 'not-testable', reason, evidence: [], exchanges: [] };
}
