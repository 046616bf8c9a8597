import type { UwlrVersion } from '../../../src/uwlr/finding.js';
import { MUTATIONS } from '../../../src/uwlr/synthetic/mutate.js';
import type { SchemaJudge } from '../../../src/xml/schema-judge.js';
import { decodeTrial, explanationOf, makeTrial, shrunk, type Trial, textOfTrial, type Weighted } from '../../support/trial.js';

// The same seed makes the same messages; UWLR_SEED=<seed of a disagreement> UWLR_MESSAGES=1 makes that one again.
export const SEED = Number(process.env['UWLR_SEED'] ?? 20_261_122);
export const MESSAGES = Number(process.env['UWLR_MESSAGES'] ?? 20_000);

/** A judge, and how it is called. */
export type Named = readonly [name: string, judge: SchemaJudge];

export class Counts {
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

/** Compares verdicts over all messages. Gives the counts, and the first disagreements that no named deviation explains. */
export function compareVerdicts(
  roots: Weighted,
  judgesOf: JudgesOf,
): { readonly counts: Counts; readonly disagreements: readonly string[] } {
  const counts = new Counts();
  const disagreements: string[] = [];
  for (let seed = SEED; seed < SEED + MESSAGES; seed += 1) {
    const trial = makeTrial(seed, roots);
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
  return { counts, disagreements };
}

/** Mutations that came up too seldom to say anything; none when there are few messages, as when one is made again. */
export function seldom(counts: Counts): string[] {
  if (MESSAGES < 20_000) return [];
  return Object.keys(MUTATIONS).filter((mutation) => counts.of(`${mutation}: valid`) + counts.of(`${mutation}: invalid`) <= 50);
}

export function printCounts(counts: Counts, note?: string): void {
  const lines = [`${MESSAGES} messages from seed ${SEED}: ${counts.of('valid')} valid, ${counts.of('invalid')} invalid`];
  if (note !== undefined) lines.push(note);
  for (const name of counts.names) if (/^(judged|deviation)/.test(name)) lines.push(`  ${name}: ${counts.of(name)}`);
  lines.push('  mutations (valid + invalid):');
  for (const name of Object.keys(MUTATIONS)) lines.push(`    ${name}: ${counts.of(`${name}: valid`)} + ${counts.of(`${name}: invalid`)}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
