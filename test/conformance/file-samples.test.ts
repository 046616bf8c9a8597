import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type CheckedMessage, checkMessage } from '../../src/conformance/file/check-message.js';
import { SuiteJudge } from '../../src/conformance/judge/suite-judge.js';

/** Messages of others, beside this repository: see their INDEX.md. */
const SAMPLES = '/work/shared/samples';

interface Sample {
  readonly file: string;
  /** What libxml2 and the official XSDs say. */
  readonly valid?: string;
  readonly soap?: string;
}

const samples = existsSync(`${SAMPLES}/manifest.json`)
  ? (JSON.parse(readFileSync(`${SAMPLES}/manifest.json`, 'utf8')) as readonly Sample[])
  : [];
const judge = new SuiteJudge();

function check({ file }: Sample): CheckedMessage {
  return checkMessage(readFileSync(`${SAMPLES}/${file}`), { judge, now: new Date('2026-11-30T12:00:00Z') });
}

/** The verdict in the words of the notes. */
function verdictOf(sample: Sample, { kind, schemaValid, rules }: CheckedMessage): string {
  if (kind === 'no-xml') return 'not well-formed';
  if (kind === 'fault') return 'soap fault';
  if ((rules.get('UWLR-SOAP-001')?.broken ?? 0) > 0) return `envelope of another SOAP: ${sample.soap}`;
  // Types of additions that only the sender knows leave it open.
  const unsure = [...rules].filter(([rule, one]) => one.broken > 0 && /^UWLR-(?:SCH|ID)-/.test(rule) && one.unsure < one.broken);
  return schemaValid === true || (sample.file.startsWith('edexml/') && unsure.length === 0) ? 'valid' : 'INVALID';
}

function noted({ valid = '', soap }: Sample): string {
  if (soap === '1.2') return 'envelope of another SOAP: 1.2';
  if (valid.startsWith('valid')) return 'valid';
  return valid.startsWith('no:') ? 'INVALID' : valid;
}

(samples.length === 0 ? describe.skip : describe)('a message of somebody else', () => {
  test.each(samples)('$file gets the verdict of its notes', (sample) => {
    expect(verdictOf(sample, check(sample))).toBe(noted(sample));
  });

  test('that is a fault keeps all that is asked of one', () => {
    const faults = samples.map(check).filter(({ kind }) => kind === 'fault');
    expect(faults.length).toBeGreaterThan(0);
    for (const { rules } of faults)
      expect(['MESSAGE-04', 'MESSAGE-05', 'MESSAGE-06'].map((id) => rules.get(id as 'MESSAGE-04'))).toEqual(
        Array.from({ length: 3 }, () => expect.objectContaining({ looked: 1, broken: 0 })),
      );
  });
});
