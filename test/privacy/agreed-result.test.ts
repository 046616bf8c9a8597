import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deliverRows } from '../../src/exchange/intake/slices.js';
import { uwlrMessage } from '../../src/model/incoming/uwlr-message.js';
import type { Assessment, Result } from '../../src/model/result.js';
import { resultFieldsOf } from '../../src/privacy/fields/agreed-result-fields.js';
import { resultFieldChoice } from '../../src/privacy/fields/field-choice.js';
import { makeFieldList } from '../../src/privacy/fields/field-list.js';
import { FieldListError } from '../../src/privacy/fields/field-list-error.js';
import { written } from '../../src/privacy/fields/nameable-fields.js';
import { SchoolKey } from '../../src/privacy/keys/seal.js';
import { agreedAssessment } from '../../src/privacy/minimise/agreed-assessment.js';
import { agreedResult, isDistorted, letsResultsThrough, mayHaveOf } from '../../src/privacy/minimise/agreed-result.js';
import { fullMessage } from '../model/support/invented-message.js';
import { pathsIn } from '../model/support/model-schemas.js';
import { GOAL_LINK, SIGNAL } from '../support/goals.js';
import { olderList } from '../support/older-list.js';

const CHOICE = resultFieldChoice();
const NAMES = [...CHOICE.tree.fields.keys()].filter((path) => CHOICE.candidates.has(path) && !path.includes('/school/')).map(written);
const NOTHING = { keep: 'none' } as const;

/** What of the model hangs from a field of the result as well as from one of its test, and goes only when both are listed. */
const OF_TWO_FIELDS = ['/activity/version', '/activity/category', '/activity/level', '/activity/originType'];

interface Stored {
  readonly results: readonly Result[];
  readonly assessments: readonly Assessment[];
}

/** What is stored of the message under an agreement of its sender. */
function stored(fields?: readonly string[]): Stored {
  const rows = deliverRows({
    message: uwlrMessage(fullMessage()),
    version: '2.2',
    party: 'TESTEA',
    school: '99AB-01',
    infourl: { keep: 'all' },
    schoolKey: new SchoolKey(new Uint8Array(32)),
    aliases: new Map(),
    profile: resultFieldsOf(fields === undefined ? {} : { fields }),
  });
  return {
    assessments: rows.assessments.map(({ document }) => JSON.parse(document) as Assessment),
    results: [...rows.slices].flatMap(({ results }) => results.map(({ result }) => result)),
  };
}

const WHOLE = stored();

/** What a receiver gets of it under an agreement of its own. */
function agreed(fields?: readonly string[]): Stored {
  const terms = { infourl: NOTHING, ...(fields === undefined ? {} : { fields }) };
  const may = mayHaveOf(terms);
  return {
    results: WHOLE.results.map((result) => agreedResult(result, terms, may)),
    assessments: WHOLE.assessments.map((assessment) => agreedAssessment(assessment, may)),
  };
}

/** Every value, with its place; losses hold none, and are about the way to the gateway. */
function leavesOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}=${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([name, item]) => (name === 'losses' ? [] : leavesOf(item, `${path}/${name}`)));
}

describe('what a receiver gets of a result', () => {
  test('is what is stored, but for the ECK iD and the link, where its agreement has no list', () => {
    const { results, assessments } = agreed();
    expect(WHOLE.results.map(({ eckId, detailUrl }) => [typeof eckId, typeof detailUrl])).toContainEqual(['string', 'string']);
    expect(results).toEqual(WHOLE.results.map(({ eckId: _, detailUrl: __, ...rest }) => rest));
    expect(assessments).toEqual(WHOLE.assessments);
    expect(new Set(results.flatMap((result) => pathsIn(result.values)))).toContain('comparedWith');
  });

  test('is, whatever its list names, what would be there if the sender had sent only that', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.subarray(NAMES), (chosen) => {
        const fields = listOf(chosen);
        fc.pre(fields !== undefined);
        const may = mayHaveOf({ fields });
        const [got, only] = [agreed(fields), stored(fields)];
        // The id of a test is public, and made of its version among others.
        const [tests, onlyTests] = [got, only].map(({ assessments }) => assessments.map(({ id: _, ...rest }) => leavesOf(rest).sort()));
        expect(tests).toEqual(onlyTests);
        for (const [at, result] of got.results.entries()) {
          if (isDistorted(WHOLE.results[at] as Result, may)) continue;
          const [mine, theirs] = [leavesOf(result), leavesOf(only.results[at])];
          expect(mine.filter((leaf) => !theirs.includes(leaf) && leaf !== '/activity/originType="unknown"')).toEqual([]);
          const lacking = theirs.filter((leaf) => !mine.includes(leaf));
          expect(lacking.filter((leaf) => !OF_TWO_FIELDS.some((path) => leaf.startsWith(path)) && !leaf.startsWith('/detailUrl'))).toEqual(
            [],
          );
          compared += 1;
        }
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  test('has the ECK iD when the list names it', () => {
    const { results } = agreed(listOf(['resultaat/score', 'toetsafname/eckid']));
    expect(results.map(({ eckId }) => eckId)).toEqual(WHOLE.results.map(({ eckId }) => eckId));
    expect(agreed(listOf(['resultaat/score'])).results.some(({ eckId }) => eckId !== undefined)).toBe(false);
  });

  test('has the link as far as the rule of its own agreement goes, and never with the key of the learner in its path', () => {
    const may = mayHaveOf({});
    const infourl = { keep: 'hosts', hosts: ['ea.example'] } as const;
    const urlOf = (detailUrl: string) =>
      agreedResult({ ...(WHOLE.results[0] as Result), detailUrl }, { infourl }, may, 'LL-0001').detailUrl;
    expect(urlOf('https://ea.example/a?leerling=LL-0001')).toBe('https://ea.example/a');
    expect(urlOf('https://ea.example/LL-0001')).toBeUndefined();
    expect(urlOf('https://elders.example/a')).toBeUndefined();
  });

  test('has the parts of the model that UWLR has no field for where its list names them, and signals only there', () => {
    const context = { itemCount: '20', instructionSeconds: '60', extra: [{ name: 'pogingen', value: '3' }] };
    const source = { party: 'TESTEA', intake: 'json', product: 'Klokwijs', profile: '3' } as const;
    const [first] = WHOLE.results as [Result];
    const activity = { ...first.activity, originType: 'exercise' } as const;
    const sourceProfile = { declared: true, version: '3', adaptive: 'yes' } as const;
    const result = { ...first, activity, context, source, sourceProfile, goalLinks: [GOAL_LINK], signals: [SIGNAL] };
    const under = (fields?: readonly string[]) => {
      const terms = { infourl: NOTHING, ...(fields === undefined ? {} : { fields }) };
      return agreedResult(result, terms, mayHaveOf(terms));
    };
    expect(under()).toEqual(expect.objectContaining({ context, source, goalLinks: [GOAL_LINK], signals: [] }));
    const without = { context: { extra: [] }, source: { party: 'TESTEA', intake: 'json' }, goalLinks: [], signals: [] };
    const named = (...names: string[]) => under(listOf(['resultaat/score', ...names]));
    expect(named()).toEqual(expect.objectContaining(without));
    expect(named().activity.originType).toBe('unknown');
    expect(named('goalLinks')).toEqual(expect.objectContaining({ ...without, goalLinks: [GOAL_LINK] }));
    expect(named('context')).toEqual(expect.objectContaining({ ...without, context }));
    expect(named('signals')).toEqual(expect.objectContaining({ ...without, signals: [SIGNAL] }));
    expect(named().sourceProfile).toBeUndefined();
    expect(named('sourceProfile')).toEqual(expect.objectContaining({ ...without, source, sourceProfile }));
    expect(named('sourceProfile').activity.originType).toBe('exercise');
  });

  test('has the meaning of a figure with the figure', () => {
    const declaration = { declared: true, meaning: 'hoeveel opgaven goed waren', notMeaning: 'of het doel is bereikt' };
    const value = { kind: 'score', value: '6', unit: 'punt', meaning: 'goed gemaakt', declaration, sourcePath: 'score' } as const;
    const [first] = WHOLE.results as [Result];
    const terms = { infourl: NOTHING, fields: listOf(['resultaat/score']) as readonly string[] };
    expect(agreedResult({ ...first, values: [value] }, terms, mayHaveOf(terms)).values).toEqual([value]);
  });

  test('is none at all where the list is about pupils only', () => {
    expect(letsResultsThrough(mayHaveOf({ fields: ['leerlinggegevens/leerlingen/leerling/achternaam'] }))).toBe(false);
    expect(letsResultsThrough(mayHaveOf({}))).toBe(true);
  });

  test('is not taken for a result of the whole test when it is of a part, and the part may not be named', () => {
    const [ofPart, ofWhole] = WHOLE.results as [Result, Result];
    const may = mayHaveOf({ fields: olderList('resultaat/score') });
    expect([isDistorted(ofPart, may), isDistorted(ofWhole, may)]).toEqual([true, false]);
    expect(isDistorted(ofPart, mayHaveOf({}))).toBe(false);
  });
});

/** Undefined: no message could be made of these alone. */
function listOf(names: readonly string[]): readonly string[] | undefined {
  try {
    return makeFieldList(names, [CHOICE]).fields;
  } catch (error) {
    if (error instanceof FieldListError) return undefined;
    throw error;
  }
}
