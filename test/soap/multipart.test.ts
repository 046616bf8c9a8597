import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MOST_BEFORE_ROOT, mediaTypeOf, multipartType, RootPart } from '../../src/soap/endpoint/multipart.js';
import { readMessage } from '../../src/soap/endpoint/read-message.js';
import { XmlError } from '../../src/xml/xml-error.js';
import { type Running, startTestGateway } from '../support/gateway.js';
import { message } from '../support/messages.js';
import { inEnvelope, type MisbehavingServer, startMisbehavingServer } from '../support/misbehaving-las.js';
import { callOnce, failure, Listener } from './support/calls.js';

const XOP = 'Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"';
const ROOT_ID = 'Content-ID: <root.message@cxf.apache.org>';

/** A body as CXF writes it with MTOM on. */
function multipart(xml: string, { headers = [XOP, 'Content-Transfer-Encoding: binary', ROOT_ID], before = '', after = '' } = {}): string {
  return `${before}\r\n--uuid:grens\r\n${headers.join('\r\n')}\r\n\r\n${xml}\r\n--uuid:grens${after}--`;
}

const CXF =
  'multipart/related; type="application/xop+xml"; boundary="uuid:grens"; start="<root.message@cxf.apache.org>"; start-info="text/xml"';
const attachment = '\r\n--uuid:grens\r\nContent-Type: image/png\r\nContent-ID: <plaatje>\r\n\r\n\x89PNG\0\0';
const another = (id: string, content: string) => `\r\n--uuid:grens\r\nContent-ID: <${id}>\r\n\r\n${content}`;

async function rootOf(body: Buffer, contentType: string, cuts: readonly number[] = []): Promise<string> {
  const type = multipartType(mediaTypeOf(contentType));
  if (type === undefined) throw new Error('no parts');
  async function* pieces() {
    let from = 0;
    for (const cut of [...cuts].sort((a, b) => a - b)) {
      yield body.subarray(from, cut);
      from = cut;
    }
    yield body.subarray(from);
  }
  const root = new RootPart(pieces(), type);
  await root.open();
  const read: Uint8Array[] = [];
  for await (const piece of root.body()) read.push(piece);
  return Buffer.concat(read).toString('latin1');
}

describe('the root part of a body in parts', () => {
  test('comes out byte for byte, however the body is cut up', async () => {
    const content = fc.stringMatching(/^[a\r\n-]{0,40}$/).filter((text) => !text.includes('\r\n--uuid:grens'));
    await fc.assert(
      fc.asyncProperty(content, fc.array(fc.nat(300), { maxLength: 12 }), async (text, at) => {
        const body = Buffer.from(multipart(text, { before: another('ander', 'x'), after: attachment }), 'latin1');
        expect(
          await rootOf(
            body,
            CXF,
            at.filter((cut) => cut < body.length),
          ),
        ).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['the first one, where nothing says which', 'multipart/related; boundary=uuid:grens', 'eerste'],
    ['the one that start names', 'multipart/related; boundary="uuid:grens"; START="<root.message@cxf.apache.org>"', '<a/>'],
    [
      'the one that start names with quotes in it',
      'multipart/related; boundary=uuid:grens; start="<\\"a;b=c\\">"',
      'gezocht',
      another('"a;b=c"', 'gezocht'),
    ],
    ['the one that start names without brackets', 'Multipart/Related;boundary=uuid:grens;start=root.message@cxf.apache.org', '<a/>'],
  ])('is %s', async (_, contentType, expected, more = '') => {
    expect(await rootOf(Buffer.from(multipart('<a/>', { before: another('ander', 'eerste') + more })), contentType)).toBe(expected);
  });

  test.each([
    ['parts of another kind', '', 'multipart/mixed; boundary=uuid:grens', 'multipart/related'],
    ['no boundary', multipart('<a/>'), 'multipart/related', 'boundary'],
    [
      'a part that is no XML',
      multipart('{}', { headers: ['Content-Type: application/json'] }),
      'multipart/related; boundary=uuid:grens',
      'XML',
    ],
    [
      'a part that is encoded',
      multipart('PGEvPg==', { headers: [XOP, 'Content-Transfer-Encoding: base64'] }),
      'multipart/related; boundary=uuid:grens',
      'encoded',
    ],
    ['no part of that name', multipart('<a/>'), 'multipart/related; boundary=uuid:grens; start="<weg>"', 'no part'],
    ['another boundary', multipart('<a/>'), 'multipart/related; boundary=anders', 'no part'],
    ['an end before the root ends', multipart('<a/>').slice(0, -20), 'multipart/related; boundary=uuid:grens', 'ends before'],
  ])('is not read: %s', async (_, body, contentType, words) => {
    const error = await Promise.resolve()
      .then(() => rootOf(Buffer.from(body), contentType))
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(XmlError);
    expect((error as XmlError).code).toBe('multipart');
    expect((error as XmlError).reason).toContain(words);
  });

  test('begins within a bound', async () => {
    const far = multipart('<a/>', { before: another('ander', 'x'.repeat(MOST_BEFORE_ROOT)) });
    await expect(rootOf(Buffer.from(far), CXF)).rejects.toMatchObject({ code: 'limit' });
    const long = multipart('<a/>', { headers: [`X: ${'x'.repeat(9000)}`] });
    await expect(rootOf(Buffer.from(long), 'multipart/related; boundary=uuid:grens')).rejects.toMatchObject({ code: 'limit' });
    const nothing = '\r\n--uuid:grens\r\n\r\n';
    const empty = nothing.repeat(MOST_BEFORE_ROOT / nothing.length + 1) + multipart('<a/>');
    await expect(rootOf(Buffer.from(empty), CXF)).rejects.toMatchObject({ code: 'limit' });
  });
});

describe('a message in parts', () => {
  let running: Running;
  let minute = 0;
  beforeAll(async () => {
    running = await startTestGateway({ party: { policy: 'tolerant' } });
  });
  afterAll(() => running.stop());

  async function send(xml: (text: string) => string, contentType = CXF) {
    minute += 1;
    const text = message({ aanmaakdatum: `2026-02-01T10:${String(minute).padStart(2, '0')}:00+01:00` });
    const response = await fetch(`${running.gateway.url}/soap/leerresultaten`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: xml(text),
    });
    return { status: response.status, text: await response.text() };
  }

  test('is accepted when its root part is all of it', async () => {
    for (const after of ['', attachment]) {
      const answer = await send((text) => multipart(text, { after }));
      expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('leerresultaten_bevestiging')]);
    }
  });

  test('is refused in words when it points to an attachment', async () => {
    const include = '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:plaatje"/>';
    const answer = await send((text) => multipart(text.replace('Rekenen blok 1', include), { after: attachment }));
    expect(answer.status).toBe(500);
    expect(answer.text).toContain('UWLR-XML-006');
  });

  test('is refused in words when it has no part that is a message', async () => {
    const answer = await send((text) => multipart(text), 'multipart/form-data; boundary="uuid:grens"');
    expect(answer.status).toBe(500);
    expect(answer.text).toContain('UWLR-XML-006');
  });
});

describe('the charset of a message', () => {
  test.each([
    ['is not looked for within the value of another parameter', 'text/xml; action="a; charset=latin1"; charset=utf-8'],
    ['is the first one, where there are two', 'text/xml; charset=utf-8; charset=latin1'],
    ['is none where it is empty', 'text/xml; charset=""'],
  ])('%s', async (_, contentType) => {
    const read: string[] = [];
    const xml = Buffer.from('<a>Zoë</a>');
    async function* pieces() {
      yield xml;
    }
    await readMessage(pieces(), mediaTypeOf(contentType), { open() {}, text: (text) => void read.push(text), close() {} }, {});
    expect(read.join('')).toBe('Zoë');
  });
});

describe('an answer in parts', () => {
  let server: MisbehavingServer;
  beforeEach(async () => {
    server = await startMisbehavingServer({ does: 'answer', message: '' });
  });
  afterEach(() => server.close());

  const answers = (xml: string, more = {}) =>
    server.behave({ does: 'raw', body: Buffer.from(multipart(xml, more)), headers: { 'content-type': CXF } });

  test('is read when its root part is all of it', async () => {
    answers(inEnvelope('<antwoord xmlns="urn:verzonnen">Zoë</antwoord>'), { after: attachment });
    const listener = new Listener();
    const reply = await callOnce(server.url, { listener });
    expect(reply).toMatchObject({ status: 200, problems: [] });
    expect(listener.heard).toBe('Zoë');
  });

  test('says what it is when it points to an attachment', async () => {
    answers(inEnvelope('<a xmlns="urn:verzonnen"><x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:b"/></a>'));
    const error = await failure(server.url);
    expect(error).toMatchObject({ code: 'not-soap', message: expect.stringContaining('in parts') });
  });
});
