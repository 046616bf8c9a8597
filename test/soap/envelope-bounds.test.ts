import { describe, expect, test } from '@jest/globals';
import { SOAP_11 } from '../../src/soap/envelope/envelope.js';
import { type EnvelopeContents, EnvelopeReader } from '../../src/soap/envelope/envelope-reader.js';
import { readXml } from '../../src/soap/envelope/read-envelope.js';
import { XmlError } from '../../src/xml/xml-error.js';

const NOBODY: EnvelopeContents = { header: () => undefined, body: () => ({ open() {}, text() {}, close() {} }) };
const OPEN = `<e:Envelope xmlns:e="${SOAP_11}">`;

/** Endless unless the reading ends. */
function* endless(head: string, piece: string): Generator<Buffer> {
  yield Buffer.from(head);
  const block = Buffer.from(piece.repeat(Math.ceil(65_536 / piece.length)));
  for (let blocks = 0; blocks < 1000; blocks++) yield block;
}

async function* paced(chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks;
}

async function read(chunks: Iterable<Buffer>): Promise<{ bytes: number; reason: string; problems: number }> {
  const reader = new EnvelopeReader(NOBODY);
  let bytes = 0;
  const onBytes = (chunk: Uint8Array) => {
    bytes += chunk.length;
  };
  try {
    await readXml(paced(chunks), reader, { onBytes });
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { bytes, reason: error.message, problems: reader.problems.length };
  }
  return { bytes, reason: 'read to its end', problems: reader.problems.length };
}

describe('the reading of an envelope ends', () => {
  test.each([
    ['elements under the envelope', OPEN, '<a/>'],
    ['header blocks', `${OPEN}<e:Header>`, '<a/>'],
    ['header blocks that must be understood', `${OPEN}<e:Header>`, '<a e:mustUnderstand="1"/>'],
    ['headers', OPEN, '<e:Header/>'],
    ['bodies', OPEN, '<e:Body/>'],
    ['messages in a body', `${OPEN}<e:Body>`, '<a/>'],
    ['elements after the body', `${OPEN}<e:Body><a/></e:Body>`, '<x xmlns="urn:x"/>'],
  ])('when there is no end of %s', async (_what, head, piece) => {
    const { bytes, reason, problems } = await read(endless(head, piece));
    expect(reason).toBe('limit: too many parts in the envelope: more than 128');
    expect(bytes).toBeLessThan(200_000);
    expect(problems).toBeLessThan(200);
  });
});

test('an envelope with the headers that real stacks add is read', async () => {
  const blocks = '<w:a xmlns:w="urn:w"><w:b/><w:b/></w:a>'.repeat(100);
  const { reason } = await read([Buffer.from(`${OPEN}<e:Header>${blocks}</e:Header><e:Body><m/></e:Body></e:Envelope>`)]);
  expect(reason).toBe('read to its end');
});
