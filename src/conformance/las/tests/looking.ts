import type { ConformanceTest } from '../../conformance-test.js';
import { type PupilData, pupilDataOf } from '../../file/pupils/pupil-data.js';
import { inWords, type SoapAnswer } from '../../reader/soap-answer.js';
import type { XmlNode } from '../../reader/xml-node.js';
import { type Evidence, fail, notApplicable, type Outcome, pass, type SuiteFinding, skip } from '../../verdict.js';
import type { LasSubject } from '../las-subject.js';

/** Most findings that one test tells; the rest is counted. */
export const MOST_FINDINGS = 20;

/** An answer with pupil data, and the evidence that it came. */
export interface Seen {
  readonly answer: Extract<SoapAnswer, { kind: 'payload' }>;
  readonly data: PupilData;
  readonly evidence: Evidence;
}

export function seen(answer: SoapAnswer): Evidence {
  return { kind: answer.kind === 'fault' ? 'fault' : 'answer', text: inWords(answer), exchange: answer.exchange.number };
}

/** The pupil data of an answer; undefined when it has none. */
export function dataIn(answer: SoapAnswer): Seen | undefined {
  const data = answer.kind === 'payload' ? pupilDataOf(answer.payload) : undefined;
  return answer.kind === 'payload' && data !== undefined ? { answer, data, evidence: seen(answer) } : undefined;
}

/** Judges the pupil data of an answer; without such data there is nothing to judge. */
export function judgeData(answer: SoapAnswer, judge: (seen: Seen) => Outcome): Outcome {
  const found = dataIn(answer);
  return found === undefined ? skip(`no pupil data to look at: ${inWords(answer)}`) : judge(found);
}

/** What a test looks for in each of some elements. */
export interface Look {
  /** The elements. */
  readonly nodes: readonly XmlNode[];
  /** What they are called: `leerling`. */
  readonly name: string;
  /** What each of them should be, such as `a roepnaam`. */
  readonly expected: string;
  /** What is wrong with one; undefined: nothing. No value of the message. */
  readonly wrong: (node: XmlNode) => string | undefined;
  /** Id of the requirement or rule, for findings. */
  readonly rule: string;
}

/** Looks at elements one by one. A pass says how many were looked at; without any there is nothing to say. */
export function lookAtEach({ evidence }: Pick<Seen, 'evidence'>, { nodes, name, expected, wrong, rule }: Look): Outcome {
  const [first] = nodes;
  if (first === undefined) return notApplicable(`the answer has no ${name}`);
  const findings = nodes.flatMap((node): SuiteFinding[] => {
    const message = wrong(node);
    return message === undefined ? [] : [{ rule, path: node.path, line: node.line, message }];
  });
  const looked: Evidence = { ...evidence, kind: 'element', text: `${nodes.length} ${name} looked at: ${expected}`, path: first.path };
  if (findings.length === 0) return pass(looked);
  return breach({ expected: `${expected}, for every ${name}`, of: `${nodes.length} ${name}`, evidence, findings });
}

/** A failure by findings: counts them, and tells the first. */
export function breach(of: {
  readonly expected: string;
  /** What the findings are counted against: `25 leerling`. */
  readonly of?: string;
  readonly evidence: Evidence;
  readonly findings: readonly SuiteFinding[];
}): Outcome {
  const [first] = of.findings;
  const count =
    of.of === undefined
      ? of.findings.length === 1
        ? '1 finding'
        : `${of.findings.length} findings`
      : `not so for ${of.findings.length} of ${of.of}`;
  return fail({
    expected: of.expected,
    actual: `${count}; the first: ${first?.message} (${placeOf(first)})`,
    evidence: [of.evidence, { ...of.evidence, kind: 'element', text: first?.message ?? '', path: first?.path ?? '' }],
    findings: of.findings.slice(0, MOST_FINDINGS),
  });
}

/** The end of its path, and its line: many answers are one line. */
function placeOf({ path, line }: Partial<SuiteFinding> = {}): string {
  const end = path?.split('/').slice(-2).join('/') ?? '';
  return line === undefined ? end : `${end}, line ${line}`;
}

/** A test of one condition: passes with this evidence when it holds. */
export function holds(condition: boolean, expected: string, actual: string, ...evidence: readonly [Evidence, ...Evidence[]]): Outcome {
  return condition ? pass(...evidence) : fail({ expected, actual, evidence });
}

/** A test without what most have in common. */
export type Described = Omit<ConformanceTest<LasSubject>, 'run' | 'revision' | 'level' | 'needs'> &
  Partial<Pick<ConformanceTest<LasSubject>, 'revision' | 'level' | 'needs'>>;

/** A test once the usual question is known to be answered: at level standard and of the first revision unless said otherwise. */
export function onceAnswered(test: Described, run: (las: LasSubject) => Promise<Outcome>): ConformanceTest<LasSubject> {
  return { revision: 1, level: 'standard', needs: ['las/pupils/answered'], ...test, run };
}

/** A test that only looks at the usual answer, which all of them share. */
export function ofUsualAnswer(test: Described, judge: (seen: Seen, las: LasSubject) => Outcome): ConformanceTest<LasSubject> {
  return onceAnswered(test, async (las) => judgeData(await las.pupils(), (found) => judge(found, las)));
}
