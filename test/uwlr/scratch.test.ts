import { readFileSync, readdirSync } from 'node:fs';
import { test } from '@jest/globals';
import { edex } from '../../src/uwlr/messages/edexml-file.js';
import { decodeText, shown } from '../support/decode-text.js';
test('x', () => {
  const dir = '/work/shared/samples/edexml/';
  for (const f of readdirSync(dir)) for (const policy of ['strict','tolerant'] as const) {
    const r = decodeText(readFileSync(dir + f, 'utf8'), edex, { policy });
    process.stdout.write(`${f} ${policy} ${r.version} ${r.decoder.declaredVersion} ${r.findings.schemaValid} ${r.findings.count} ${r.findings.errors} ${r.findings.list.slice(0,6).map(shown).join('\n   ')}\n`);
  }
});
