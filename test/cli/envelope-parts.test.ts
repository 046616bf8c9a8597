import { describe, expect, test } from '@jest/globals';
import { envelopeParts } from '../../src/cli/message/envelope-parts.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { mutate } from '../../src/synthetic/messages/mutate.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { writeTree } from '../../src/synthetic/messages/write-tree.js';
import { treeOf } from '../../src/synthetic/messages/xml-tree.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { extensions, ownJudge } from '../support/judges.js';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

describe('parts of an envelope', () => {
  test('keep their lines and the namespaces around them', () => {
    const text = `<?xml version="1.0"?>\r\n<s:Envelope xmlns:s="${SOAP}" xmlns="urn:d" xmlns:a="urn:a&amp;b">\n<s:Header><x/>\n<a:autorisatie xmlns:s="urn:s"/></s:Header><s:Body>\n<a:m k="1"><c/></a:m><a:n/></s:Body></s:Envelope>`;
    const { header, message } = envelopeParts(text);
    expect(header).toEqual({
      namespace: 'urn:a&b',
      name: 'autorisatie',
      xml: '\n\n\n<a:autorisatie xmlns="urn:d" xmlns:a="urn:a&amp;b" xmlns:s="urn:s"/>',
    });
    expect(message).toEqual({
      namespace: 'urn:a&b',
      name: 'm',
      xml: `\n\n\n\n<a:m xmlns:s="${SOAP}" xmlns="urn:d" xmlns:a="urn:a&amp;b" k="1"><c/></a:m>`,
    });
  });

  test.each(['\n', '\r\n', '\t', '/>'])('are whole when %j comes right behind a name', (behind) => {
    const element = behind === '/>' ? '<m/>' : `<m${behind}k="1"/>`;
    const { message } = envelopeParts(`<Envelope><Body>${element}</Body></Envelope>`);
    expect(message?.xml).toBe(element);
  });

  test('of a text without envelope are that text, as one message', () => {
    expect(envelopeParts('\n<m><Header><autorisatie/></Header></m>\n')).toEqual({
      message: { namespace: '', name: 'm', xml: '\n<m><Header><autorisatie/></Header></m>' },
    });
  });

  test('get the verdict that the same message gets without an envelope', () => {
    const version = '2.2';
    const compiled = compile(leerresultatenVerzoek, version);
    const judge = ownJudge(version);
    const counts = { valid: 0, invalid: 0 };
    for (let seed = 0; seed < 400; seed += 1) {
      const random = new Random(seed);
      const value = generateMessage(leerresultatenVerzoek, version, random, { extensions, repeat: { resultaat: 2, toets: 2 } });
      const tree = treeOf(compiled.root, value, { version, extensions });
      if (seed % 2 === 0) mutate(tree, { random, version, extensions, compiled });
      const bare = writeTree(tree, random)
        .replace(/^<\?xml[^>]*\?>/, '')
        .trim();
      const { message } = envelopeParts(
        `<e:Envelope xmlns:e="${SOAP}" xmlns="urn:d" xmlns:lr="urn:x">\r\n<e:Body>${bare}</e:Body></e:Envelope>`,
      );
      const { valid } = judge.judge(bare);
      expect([seed, judge.judge(message?.xml ?? '').valid]).toEqual([seed, valid]);
      counts[valid ? 'valid' : 'invalid'] += 1;
    }
    judge.dispose();
    expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(50);
  });
});
