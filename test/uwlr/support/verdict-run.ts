import { expect } from '@jest/globals';
import { MUTATIONS } from '../../../src/synthetic/messages/mutate.js';
import type { UwlrVersion } from '../../../src/uwlr/finding.js';
import type { Root } from '../../../src/uwlr/grammar/grammar.js';
import type { SchemaJudge } from '../../../src/xml/schema-judge.js';
import { OFFICIAL_ARE_HERE } from '../../support/judges.js';
import { SEED } from '../../support/seed.js';
import { THOROUGH } from '../../support/thorough.js';
import { decodeTrial, explanationOf, type Form, makeTrial, shrunk, type Trial, textOfTrial, type Weighted } from '../../support/trial.js';

// UWLR_SEED=<seed of a disagreement> UWLR_MESSAGES=1 makes that one again.
const ASKED = process.env['UWLR_MESSAGES'];

/** A judge, and how it is called. */
export type Named = readonly [name: string, judge: SchemaJudge];

class Counts {
  readonly #counts = new Map<string, number>();

  add(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  of(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  get names(): string[] {
    return [...this.#counts.keys()].sort();
  }
}

/** All judges that can judge a trial, given the version that its text was read by. */
export type JudgesOf = (trial: Trial, version: UwlrVersion) => readonly Named[];

/** What to know of a disagreement that nothing explains. All data in it is invented. */
function described(trial: Trial, name: string, judge: SchemaJudge): string {
  const differs = (xml: string) => decodeTrial(trial, xml).findings.schemaValid !== judge.judge(xml).valid;
  const smallest = shrunk(
    trial.tree,
    (tree) => differs(textOfTrial(trial, tree)) && explanationOf({ ...trial, tree }, judge) === undefined,
  );
  const xml = textOfTrial(trial, smallest);
  const rules = decodeTrial(trial, xml).findings.list.map(({ rule }) => rule);
  const theirs = judge.judge(xml).errors.map(({ message }) => message);
  return `seed ${trial.seed} (${trial.mutations.join(', ') || 'not mutated'}), ${trial.root.element.name} ${trial.version} ${trial.profile ?? ''}: we say ${rules.join(' ') || 'valid'}, ${name} ${theirs.join('; ') || 'valid'}\n${xml}`;
}

/** Which messages are made, and who judges them. */
export interface Run {
  readonly messages: number;
  readonly roots: Weighted;
  /** Default: every version, without profile. */
  readonly formsOf?: (root: Root) => readonly Form[];
  readonly judgesOf: JudgesOf;
}

/**
 * Compares verdicts over all messages, prints the counts, and expects that there is no disagreement but what a named deviation
 * explains, and that every mutation came up.
 */
export function expectAgreement({ messages, roots, formsOf, judgesOf }: Run): void {
  const count = Number(ASKED ?? messages);
  const counts = new Counts();
  const disagreements: string[] = [];
  for (let seed = SEED; seed < SEED + count; seed += 1) {
    const trial = makeTrial(seed, roots, formsOf);
    const xml = textOfTrial(trial, trial.tree);
    const { findings, version } = decodeTrial(trial, xml);
    counts.add(findings.schemaValid ? 'valid' : 'invalid');
    for (const mutation of trial.mutations) counts.add(`${mutation}: ${findings.schemaValid ? 'valid' : 'invalid'}`);
    for (const [name, judge] of judgesOf(trial, version)) {
      counts.add(`judged by ${name}`);
      if (judge.judge(xml).valid === findings.schemaValid) continue;
      const explanation = explanationOf(trial, judge);
      if (explanation !== undefined) counts.add(`deviation ${explanation}, ${name}`);
      else if (disagreements.length < 10) disagreements.push(described(trial, name, judge));
    }
  }
  print(counts, count);
  expect(disagreements).toEqual([]);
  // A few messages, as when one is made again, say nothing about how they are made.
  if (ASKED !== undefined) return;
  const timesOf = (mutation: string) => counts.of(`${mutation}: valid`) + counts.of(`${mutation}: invalid`);
  const rare = THOROUGH ? messages / 400 : 0;
  expect(Object.keys(MUTATIONS).filter((mutation) => timesOf(mutation) <= rare)).toEqual([]);
  expect(Math.min(counts.of('valid'), counts.of('invalid'))).toBeGreaterThan(messages / 5);
}

function print(counts: Counts, messages: number): void {
  const lines = [`${messages} messages from seed ${SEED}: ${counts.of('valid')} valid, ${counts.of('invalid')} invalid`];
  if (!OFFICIAL_ARE_HERE) lines.push('the official XSDs are not here: only ours judged');
  for (const name of counts.names) if (/^(judged|deviation)/.test(name)) lines.push(`  ${name}: ${counts.of(name)}`);
  lines.push('  mutations (valid + invalid):');
  for (const name of Object.keys(MUTATIONS)) lines.push(`    ${name}: ${counts.of(`${name}: valid`)} + ${counts.of(`${name}: invalid`)}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
