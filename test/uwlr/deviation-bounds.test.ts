import { describe, expect, test } from '@jest/globals';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { readMessageText } from '../../src/uwlr/read-text.js';
import { afname, message, resultaat } from '../support/messages.js';

const [head, tail] = (() => {
  const [, body = ''] = /<(?:\w+:)?Body>([\s\S]*)<\/(?:\w+:)?Body>/.exec(message()) ?? [];
  return body.split(/<toetsafnames>[\s\S]*<\/toetsafnames>/) as [string, string];
})();

function findingsOf(inside: string) {
  return readMessageText(leerresultatenVerzoek, `${head}<toetsafnames>${inside}</toetsafnames>${tail}`, { policy: 'tolerant' }).findings;
}

test('text that elements part which do not belong in it is no longer than other text', () => {
  const text = (times: number) => afname(`${'a'.repeat(60_000)}<eigen/>`.repeat(times), resultaat('k'));
  expect(findingsOf(text(1)).map(({ rule }) => rule)).not.toContain('UWLR-XML-003');
  const findings = findingsOf(text(2));
  expect(findings.at(-1)).toMatchObject({ rule: 'UWLR-XML-003', severity: 'error' });
});

describe('a message of a tolerant party', () => {
  test('may hold additions to every result, however many results there are', () => {
    const one = (n: number) => afname(`l${n}`, `${resultaat(`k${n}`)}`).replace('<resultaten>', '<eigen/><eigen/><eigen/><resultaten>');
    const findings = findingsOf(Array.from({ length: 3000 }, (_, n) => one(n)).join(''));
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['UWLR-SCH-001']));
  });

  test('ends where there is next to nothing but additions, with a finding of its own', () => {
    const findings = findingsOf('<eigen/>'.repeat(100_000));
    expect(findings.at(-1)).toMatchObject({ rule: 'UWLR-XML-003', severity: 'error' });
    expect(findings.length).toBeLessThan(250);
  });
});
