import { afterAll, expect, test } from '@jest/globals';
import { checkMeaning } from '../../src/cli/message/check-meaning.js';
import { checkMessage } from '../../src/conformance/file/check-message.js';
import { SuiteJudge } from '../../src/conformance/judge/suite-judge.js';
import { decodeText } from '../support/decode-text.js';
import { SEED } from '../support/seed.js';
import { share } from '../support/thorough.js';
import { makeTrial, OTHER_ROOTS, PUPIL_ROOTS, RESULT_ROOTS, type Trial, textOfTrial } from '../support/trial.js';

const judge = new SuiteJudge();
afterAll(() => judge.dispose());

const ROOTS = [...RESULT_ROOTS, ...PUPIL_ROOTS, ...OTHER_ROOTS].filter(([, root]) => root.element.name !== 'autorisatie');
/** Rules that the XSDs say too; the rest is about meaning. */
const OF_SCHEMA = /^UWLR-(?:SCH|ID)-/;

interface Said {
  readonly schemaValid: boolean;
  readonly shape: ReadonlySet<string>;
  /** Undefined: not looked at, because of what is wrong with the shape. */
  readonly meaning: ReadonlySet<string> | undefined;
}

/** What `uwlr validate` says, under the strict policy. */
async function gateway({ root }: Trial, xml: string): Promise<Said> {
  const { findings, decoder } = decodeText(xml, root);
  const { schemaValid } = findings;
  const readable = findings.errors === 0;
  if (readable) await checkMeaning(decoder, findings);
  const rules = findings.list.map(({ rule }) => rule);
  return {
    schemaValid,
    shape: new Set(rules.filter((rule) => OF_SCHEMA.test(rule))),
    meaning: readable ? new Set(rules.filter((rule) => !OF_SCHEMA.test(rule))) : undefined,
  };
}

function suite(xml: string): Said {
  const { rules, schemaValid } = checkMessage(Buffer.from(xml), { judge, now: new Date() });
  const broken = [...rules].filter(([, checked]) => checked.broken > 0).map(([rule]) => rule as string);
  return {
    schemaValid: schemaValid === true,
    shape: new Set(broken.filter((rule) => OF_SCHEMA.test(rule))),
    meaning: new Set(broken.filter((rule) => /^UWLR-L[GR]-/.test(rule))),
  };
}

function differing(one: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...new Set([...one, ...other])].filter((rule) => one.has(rule) !== other.has(rule));
}

/** Why the two may differ, by what differs. */
const EXPLAINED: Readonly<Record<string, (trial: Trial, differences: readonly string[]) => boolean>> = {
  'libxml2 takes any type that derives from the declared one: deviation xsi-type': ({ mutations }, differences) =>
    differences.includes('schema-valid') && mutations.includes('xsi:type says a derived type'),
  'of a misplaced child one may say that it is out of order, or that something is missing before it': (_, differences) =>
    differences.length === 1 && /^shape (?:UWLR-SCH-00[234] ?|or )+$/.test(differences[0] ?? ''),
  'in 1.0 the last norm ends nowhere for the suite, and at the largest xs:int for the gateway': ({ version }, differences) =>
    version === '1.0' && differences.every((rule) => rule === 'UWLR-LR-004' || rule === 'UWLR-LR-006'),
};

test('the suite finds what the gateway finds, in generated and in mutated messages of every kind', async () => {
  const counts = { valid: 0, invalid: 0, sameRules: 0, meaningSame: 0, explained: 0 };
  const unexplained: string[] = [];
  for (let seed = SEED; seed < SEED + share(4000); seed += 1) {
    const trial = makeTrial(seed, ROOTS);
    const xml = textOfTrial(trial, trial.tree);
    const [theirs, ours] = [await gateway(trial, xml), suite(xml)];
    counts[theirs.schemaValid ? 'valid' : 'invalid'] += 1;
    // libxml2 stops at the first misplaced child of an element, and looks within elements that nobody knows: one rule in common is enough.
    const isSame = differing(ours.shape, theirs.shape).length === 0;
    if (isSame && theirs.shape.size > 0) counts.sameRules += 1;
    const overlaps = isSame || [...ours.shape].some((rule) => theirs.shape.has(rule));
    const differences = [
      ...(ours.schemaValid === theirs.schemaValid ? [] : ['schema-valid']),
      ...(overlaps ? [] : [`shape ${[...ours.shape].join(' ')} or ${[...theirs.shape].join(' ')}`]),
      ...(theirs.meaning === undefined || ours.meaning === undefined ? [] : differing(ours.meaning, theirs.meaning)),
    ];
    if (differences.length === 0) {
      if (theirs.meaning !== undefined) counts.meaningSame += 1;
    } else if (Object.values(EXPLAINED).some((explains) => explains(trial, differences))) counts.explained += 1;
    else
      unexplained.push(
        `seed ${seed} ${trial.root.element.name} ${trial.version} (${trial.mutations.join(', ')}): ${differences.join('; ')}`,
      );
  }
  console.info(
    `${counts.valid} valid and ${counts.invalid} invalid messages; the same rules of the schema in ${counts.sameRules}, the same meaning in ${counts.meaningSame}, ${counts.explained} explained`,
  );
  expect(unexplained).toEqual([]);
  expect(counts.sameRules).toBeGreaterThan(counts.invalid * 0.7);
}, 120_000);
