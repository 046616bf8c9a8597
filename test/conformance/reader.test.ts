import { describe, expect, test } from '@jest/globals';
import { inWords, SOAP_11, soapAnswerOf } from '../../src/conformance/reader/soap-answer.js';
import { documentOf, numberedDocument } from '../../src/conformance/reader/write-node.js';
import { allOf, attributeOf, child, childrenOf, descend, NotXml, readXml } from '../../src/conformance/reader/xml-node.js';
import type { Exchange } from '../../src/conformance/traffic/exchange.js';

function answered(body: string | Buffer, status = 200): Exchange {
  return {
    number: 1,
    request: { method: 'POST', url: 'http://localhost/', headers: {}, body: Buffer.alloc(0) },
    answer: { status, headers: {}, body: Buffer.from(body) },
    ms: 1,
  };
}

function envelope(body: string, attributes = ''): string {
  return `<e:Envelope xmlns:e="${SOAP_11}"${attributes}><e:Body>${body}</e:Body></e:Envelope>`;
}

describe("the suite's own reader", () => {
  test('gives names in their namespaces, values unescaped, paths and lines', () => {
    const root = readXml(
      '<?xml version="1.0"?>\n<a xmlns="urn:one" xmlns:t="urn:two">\n  <b key="x &amp; y"/>\n  <b t:key="2">\n<t:c>1 &lt; 2<![CDATA[ & 3]]></t:c></b>\n</a>',
    );
    const [first, second] = childrenOf(root, 'b');
    expect([root.namespace, first?.namespace, child(second, 'c')?.namespace]).toEqual(['urn:one', 'urn:one', 'urn:two']);
    expect(attributeOf(first, 'key')).toBe('x & y');
    expect(second?.attributes).toEqual([{ namespace: 'urn:two', local: 'key', value: '2' }]);
    expect(descend(root, 'b')).toBe(first);
    expect([...allOf(root)].map(({ path, line }) => `${line} ${path}`)).toEqual(['2 a', '3 a/b', '4 a/b[2]', '5 a/b[2]/c']);
    expect(child(second, 'c')?.text).toBe('1 < 2 & 3');
  });

  test.each([
    ['cut off', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['nothing', ''],
    ['text only', 'Even geduld a.u.b.'],
    ['a prefix that nobody declared', '<x:a/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['deep nesting', '<a>'.repeat(5000) + '</a>'.repeat(5000)],
  ])('says no to %s', (_, text) => {
    expect(() => readXml(text)).toThrow(NotXml);
  });

  test('reads references to characters by number, once', () => {
    const root = readXml('<a key="&#233;&amp;#10;">x&#10;&#xE9;&amp;#10;<![CDATA[&#10;]]></a>');
    expect([root.text, attributeOf(root, 'key')]).toEqual(['x\né&#10;&#10;', 'é&#10;']);
  });

  test('takes bytes for what they say that they are', () => {
    const text = '<?xml version="1.0" encoding="ENC"?><a>Zoë</a>';
    expect(readXml(Buffer.from(text.replace('ENC', 'ISO-8859-1'), 'latin1')).text).toBe('Zoë');
    expect(readXml(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.replace('ENC', 'UTF-16'), 'utf16le')])).text).toBe('Zoë');
    expect(readXml(Buffer.from(`\ufeff${text.replace('ENC', 'UTF-8')}`)).text).toBe('Zoë');
    expect(() => readXml(Buffer.from(text.replace('ENC', 'UTF-8'), 'latin1'))).toThrow(NotXml);
  });

  test('an element makes a document of its own, with the prefixes that its values need, on the same lines', () => {
    const root = readXml(
      `<e xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="urn:two">\n\n<a xmlns="urn:one">\n<b xsi:type="t:kind">1 &amp; 2</b></a></e>`,
    );
    const again = readXml(documentOf(child(root, 'a') as never));
    expect([...allOf(again)].map(({ line, local }) => `${line} ${local}`)).toEqual(['3 a', '4 b']);
    expect(again.scope['t']).toBe('urn:two');
    expect(child(again, 'b')?.text).toBe('1 & 2');
  });

  test('for a judge each element of the document has a line of its own', () => {
    const root = readXml(
      `<e xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="urn:two">\n\n<a xmlns="urn:one">\n<b xsi:type="t:kind">1 &amp;\n2</b></a></e>`,
    );
    const { text, elements } = numberedDocument(child(root, 'a') as never);
    const again = readXml(text);
    expect(elements.map(({ line, local }) => `${line} ${local}`)).toEqual(['3 a', '4 b']);
    expect(text.split('\n').length).toBe(elements.length);
    expect(again.scope['t']).toBe('urn:two');
    expect(child(again, 'b')?.text).toBe('1 &\n2');
  });
});

describe('an answer is', () => {
  test('a fault, with the namespace of its code', () => {
    const fault = soapAnswerOf(
      answered(envelope('<e:Fault><faultcode>e:Client.OngeldigBericht</faultcode><faultstring> Fout </faultstring></e:Fault>'), 500),
    );
    expect(fault).toMatchObject({ kind: 'fault', code: 'Client.OngeldigBericht', codeNamespace: SOAP_11, text: 'Fout', status: 500 });
    expect(inWords(fault)).toBe('fault Client.OngeldigBericht under HTTP 500');
  });

  test('a fault whose code has no prefix in no namespace', () => {
    const fault = soapAnswerOf(answered(envelope('<e:Fault><faultcode>Client.OngeldigBericht</faultcode></e:Fault>')));
    expect(fault).toMatchObject({ kind: 'fault', codeNamespace: '' });
  });

  test('a payload, an empty Body, or no SOAP at all', () => {
    expect(soapAnswerOf(answered(envelope('<a/>')))).toMatchObject({ kind: 'payload', payload: { local: 'a' } });
    expect(soapAnswerOf(answered(envelope('')))).toMatchObject({ kind: 'empty-body' });
    expect(soapAnswerOf(answered('<html/>'))).toMatchObject({ kind: 'no-soap' });
    expect(soapAnswerOf(answered(''))).toMatchObject({ kind: 'no-soap', reason: 'an empty answer' });
    const { answer: _, ...unanswered } = answered('');
    expect(soapAnswerOf({ ...unanswered, trouble: 'timeout' })).toMatchObject({ kind: 'no-answer', reason: 'timeout' });
  });

  test('told without what the other side could have put into its names', () => {
    const odd = soapAnswerOf(answered(envelope('<e:Fault><faultcode>e:Pim Bedacht woont op nummer 3</faultcode></e:Fault>')));
    expect(inWords(odd)).toBe('fault (a name that the standard does not have) under HTTP 200');
  });
});
