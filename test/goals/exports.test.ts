import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../../src/goals/canonical-json.js';
import { CaseWriter } from '../../src/goals/export/write-case.js';
import { writeExtract } from '../../src/goals/export/write-extract.js';
import type { ReadGoalSet } from '../../src/goals/goal-set.js';
import { SLO_SETS, sloDirectory } from '../support/slo-sets.js';
import { exampleDocument, read, small } from './support.js';

const AT = '2026-11-30T09:00:00.000Z';

/** A digest of what a set version holds: the texts of SLO are not for the output of a test. */
function content({ set, goals, relations }: ReadGoalSet): string {
  return createHash('sha256').update(canonicalJson({ set, goals, relations })).digest('hex');
}

const slo = sloDirectory();
const documents: readonly (readonly [string, unknown])[] = [
  ['our example', exampleDocument()],
  ['a set with ids that are no UUIDs', writeExtract(small('klein', { 'a-b': { code: 'X' }, b: {} }, [['b', 'replacedBy', 'a-b']]))],
  [
    'a set with everything',
    {
      ...exampleDocument(),
      set: { ...exampleDocument().set, lawFrom: '2026-08-01', lawUntil: '2031-07-31', legalStatus: 'law', notes: 'n', reviewers: ['a'] },
    },
  ],
  ...(slo === undefined
    ? []
    : SLO_SETS.map(({ file }) => [file, JSON.parse(readFileSync(path.join(slo, file), 'utf8')) as unknown] as const)),
];

describe.each(documents)('the export of %s', (_what, document) => {
  const first = read(document);

  test('is equal to the import when it is read again', () => {
    expect(content(read(writeExtract(first)))).toBe(content(first));
  });

  test('over CASE is equal too', () => {
    const again = read(new CaseWriter(first.set, AT).package(first));
    expect(content(again)).toBe(content(first));
  });
});

test('the sets of SLO come out as they went in, to the last field (absent: skipped)', () => {
  for (const { file } of slo === undefined ? [] : SLO_SETS) {
    const document = JSON.parse(readFileSync(path.join(slo!, file), 'utf8')) as object;
    expect([file, canonicalJson(writeExtract(read(document))) === canonicalJson(document)]).toEqual([file, true]);
  }
});

test('our example comes out as it went in, with counts', () => {
  const { counts, ...rest } = writeExtract(read(exampleDocument())) as { counts: object };
  expect(JSON.parse(JSON.stringify(rest))).toEqual({ ...exampleDocument(), set: { ...exampleDocument().set, legalStatus: undefined } });
  expect(counts).toMatchObject({ itemsTotal: 9, relationsTotal: 12 });
});
