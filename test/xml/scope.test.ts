import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { openCursor } from '../../src/xml/fast/open-cursor.js';
import { Scopes } from '../../src/xml/fast/scope.js';

const KNOWN = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const REST = 'a pupil and '.repeat(16_000);

test('what is remembered of how a message is written does not keep the message in memory', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const scopes = new Scopes(new Set([KNOWN]));
  const read = (prefix: string) => {
    const text = `<${prefix}:a xmlns:${prefix}="${KNOWN}" xmlns:second${prefix}="${KNOWN}"><second${prefix}:b>${REST}</second${prefix}:b></${prefix}:a>`;
    const cursor = openCursor(Buffer.from(text), undefined);
    const { scope } = cursor.readTag(scopes.begin());
    cursor.readTag(scope);
    return scope;
  };
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: 100 }, (_, n) => read(`longname${n}`.padEnd(10, 'x')));
  collect();
  expect(new Set(kept).size).toBe(100);
  // With their messages they would hold 19 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(8_000_000);
});
