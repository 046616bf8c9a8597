import assert from 'node:assert/strict';
import { checkDefinitions, checkResults } from '../../dist/model/incoming/check-results.js';
import { encodeToString } from '../../dist/uwlr/encode.js';
import { Findings } from '../../dist/uwlr/findings.js';
import { ROOTS } from '../../dist/uwlr/messages/catalogue.js';
import { leerresultatenVerzoek } from '../../dist/uwlr/messages/leerresultaten.js';
import { toetsdefinities } from '../../dist/uwlr/messages/toetsdefinities.js';
import { readMessageText } from '../../dist/uwlr/read-text.js';
import { documents, TOKENS } from './documents.js';

/** Longest text of a finding: none may hold a value, and no rule has more to say than this. */
const MOST_WORDS = 400;

/** The decoder of every message, under both policies: never throws, and what it takes for valid it can write and read again. */
export function decoderTarget(seed) {
  return {
    name: 'decoder',
    seeds: documents(seed),
    tokens: TOKENS,
    run(bytes) {
      const text = bytes.toString('utf8');
      const root = rootIn(text);
      const strict = readMessageText(root, text);
      const tolerant = readMessageText(root, text, { policy: 'tolerant' });
      for (const { message, path, hint = '' } of [...strict.findings, ...tolerant.findings]) {
        assert(message.length + hint.length < MOST_WORDS && path.length < 2000, 'a finding says too much');
      }
      if (!strict.valid) return;
      assert(tolerant.valid, 'strict takes what tolerant does not');
      assert.deepEqual(tolerant.value, strict.value);
      const findings = new Findings('strict');
      if (root === leerresultatenVerzoek) for (const _ of checkResults(strict.value, strict.decoder, findings, { now: new Date(0) }));
      if (root === toetsdefinities) for (const _ of checkDefinitions(strict.value, strict.decoder, findings));
      const again = readMessageText(root, encodeToString(root, strict.version, strict.value));
      assert.deepEqual([again.valid, again.findings.filter(({ severity }) => severity === 'error')], [true, []]);
      assert.deepEqual(again.value, strict.value);
    },
  };
}

/** The root that the text begins with, as far as can be seen; else whichever comes first. */
function rootIn(text) {
  const names = new Set([...text.slice(0, 4000).matchAll(/<(?:[\w.-]+:)?([\w.-]+)/g)].map(([, name]) => name));
  const fits = ROOTS.filter(({ element }) => names.has(element.name));
  return fits.find(({ element }) => text.includes(element.schema.namespace)) ?? fits[0] ?? ROOTS[0];
}
