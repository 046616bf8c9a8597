import { afterAll, describe, expect, test } from '@jest/globals';
import type { UwlrVersion } from '../../src/uwlr/finding.js';
import { MUTATIONS } from '../../src/uwlr/synthetic/mutate.js';
import type { SchemaJudge } from '../../src/xml/schema-judge.js';
import { OFFICIAL_ARE_HERE, officialJudge, ownJudge } from '../support/judges.js';
import { decodeTrial, explanationOf, makeTrial, shrunk, type Trial, textOfTrial } from '../support/trial.js';

// The same seed makes the same messages; UWLR_SEED=<seed of a disagreement> UWLR_MESSAGES=1 makes that one again.
const SEED = Number(process.env['UWLR_SEED'] ?? 20_261_122);
const MESSAGES = Number(process.env['UWLR_MESSAGES'] ?? 20_000);

const own: Readonly<Record<UwlrVersion, SchemaJudge>> = { '2.1': ownJudge('2.1'), '2.2': ownJudge('2.2'), '2.3': ownJudge('2.3') };
const official = OFFICIAL_ARE_HERE ? officialJudge() : undefined;
afterAll(() => {
  for (const judge of [...Object.values(own), official]) judge?.dispose();
});

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

function judgesOf(version: UwlrVersion): (readonly [string, SchemaJudge])[] {
  const ours = ['our XSDs', own[version]] as const;
  return version === '2.2' && official !== undefined ? [ours, ['the official XSDs', official]] : [ours];
}

/** What to know of a disagreement that nothing explains. All data in it is invented. */
function described(trial: Trial, name: string, judge: SchemaJudge): string {
  const differs = (xml: string) => decodeTrial(trial, xml).findings.schemaValid !== judge.judge(xml).valid;
  const smallest = shrunk(trial.tree, (tree) => differs(textOfTrial(trial, tree)) && explanationOf({ ...trial, tree }, judge) === undefined);
  const xml = textOfTrial(trial, smallest);
  const rules = decodeTrial(trial, xml).findings.list.map(({ rule }) => rule);
  const theirs = judge.judge(xml).errors.map(({ message }) => message);
  return `seed ${trial.seed} (${trial.mutations.join(', ') || 'not mutated'}), ${trial.version}: we say ${rules.join(' ') || 'valid'}, ${name} ${theirs.join('; ') || 'valid'}\n${xml}`;
}

describe('the verdict of the decoder', () => {
  test('is that of libxml2 with the XSDs, but for the named deviations', () => {
    const counts = new Counts();
    const disagreements: string[] = [];
    for (let seed = SEED; seed < SEED + MESSAGES; seed += 1) {
      const trial = makeTrial(seed);
      const xml = textOfTrial(trial, trial.tree);
      const { findings, version } = decodeTrial(trial, xml);
      counts.add(findings.schemaValid ? 'valid' : 'invalid');
      for (const mutation of trial.mutations) counts.add(`${mutation}: ${findings.schemaValid ? 'valid' : 'invalid'}`);
      for (const [name, judge] of judgesOf(version)) {
        counts.add(`judged by ${name} of ${version}`);
        if (judge.judge(xml).valid === findings.schemaValid) continue;
        const explanation = explanationOf(trial, judge);
        if (explanation !== undefined) counts.add(`deviation ${explanation}, ${name}`);
        else if (disagreements.length < 10) disagreements.push(described(trial, name, judge));
      }
    }
    report(counts);
    expect(disagreements).toEqual([]);
    if (MESSAGES < 20_000) return;
    for (const mutation of Object.keys(MUTATIONS)) expect([mutation, counts.of(`${mutation}: valid`) + counts.of(`${mutation}: invalid`) > 50]).toEqual([mutation, true]);
    expect(Math.min(counts.of('valid'), counts.of('invalid'))).toBeGreaterThan(MESSAGES / 5);
  }, 300_000);
});

function report(counts: Counts): void {
  const lines = [`${MESSAGES} messages from seed ${SEED}: ${counts.of('valid')} valid, ${counts.of('invalid')} invalid`];
  if (official === undefined) lines.push('the official XSDs are not here: only ours judged');
  for (const name of counts.names) if (/^(judged|deviation)/.test(name)) lines.push(`  ${name}: ${counts.of(name)}`);
  lines.push('  mutations (valid + invalid):');
  for (const name of Object.keys(MUTATIONS)) lines.push(`    ${name}: ${counts.of(`${name}: valid`)} + ${counts.of(`${name}: invalid`)}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
