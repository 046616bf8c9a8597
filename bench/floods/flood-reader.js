// Reads messages as the gateway does, up to where it would answer, and says what that cost.
import { Readable } from 'node:stream';
import { MessageIntake } from '../../dist/exchange/message-intake.js';
import { AnswerIntake } from '../../dist/exchange/sync/answer-intake.js';
import { readAnswer } from '../../dist/soap/client-answer.js';
import { EnvelopeReader } from '../../dist/soap/envelope-reader.js';
import { readXml } from '../../dist/soap/read-envelope.js';
import { Findings } from '../../dist/uwlr/findings.js';
import { leerlinggegevensAntwoord } from '../../dist/uwlr/messages/leerlinggegevens.js';
import { leerresultatenVerzoek } from '../../dist/uwlr/messages/leerresultaten.js';
import { resultsMessage } from '../messages/results-message.js';
import { FLOODS } from './shapes.js';

const HONEST = {
  reader: 'request',
  policy: 'strict',
  text: (bytes) => resultsMessage({ school: '99AA', made: '2025-07-01T12:00:00.000Z', key: 'meting', bytes, envelope: true }).text,
};
const CHUNK = 32_768;
/** How often memory is looked at while a message is read. */
const LOOKS = 4;

const readers = {
  async request(chunks, onBytes, policy) {
    const intake = new MessageIntake([leerresultatenVerzoek], () => ({ visitor: { party: { policy, version: '2.2' } } }), new Map());
    const reader = new EnvelopeReader(intake);
    const enough = () => intake.hopeless || reader.problems[0]?.fault === 'version';
    await readXml(chunks, reader, { onBytes, enough }).catch(unlessRefused);
    return [intake, reader];
  },
  async answer(chunks, onBytes, policy) {
    const intake = new AnswerIntake(leerlinggegevensAntwoord, { findings: new Findings(policy), version: '2.2', extensions: new Map() });
    const response = { statusCode: 200, headers: { 'content-type': 'text/xml' }, body: Readable.from(chunks) };
    const reply = await readAnswer(response, intake, { onBytes, enough: () => intake.hopeless }, 64 * 1024 * 1024).catch(unlessRefused);
    return [intake, reply];
  },
};

/** A message is read several times in a row, and the honest one between all others. */
const made = new Map();

function textOf(asked, bytes) {
  const known = made.get(asked);
  if (known !== undefined) return known;
  const honest = made.get(HONEST);
  made.clear();
  if (honest !== undefined) made.set(HONEST, honest);
  const text = asked.text(bytes);
  made.set(asked, text);
  return text;
}

/** Answers each message of the parent: `{ flood }` is a number in `FLOODS`, without it an honest message is read. */
process.on('message', async ({ flood, bytes, look }) => {
  const asked = flood === undefined ? HONEST : FLOODS[flood];
  process.send(await cost(textOf(asked, bytes), asked, look));
});
process.on('disconnect', () => process.exit(0));

/** What one reading cost: `ms` of processor time, `bytes` that were read until it ended, and with `look` the most `heap` that it held meanwhile. */
async function cost(text, { reader, policy }, look = false) {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, n) => bytes.subarray(n * CHUNK, (n + 1) * CHUNK));
  const step = Math.max(1, Math.floor(chunks.length / LOOKS));
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let heap = 0;
  let read = 0;
  let pieces = 0;
  const glance = () => {
    globalThis.gc();
    heap = Math.max(heap, process.memoryUsage().heapUsed - before);
  };
  const began = process.cpuUsage();
  const kept = await readers[reader](
    chunks,
    (chunk) => {
      read += chunk.length;
      pieces += 1;
      if (look && pieces % step === 0) glance();
    },
    policy,
  );
  const { user, system } = process.cpuUsage(began);
  if (look) glance();
  return { ms: (user + system) / 1000, bytes: read, heap, kept: kept.length };
}

function unlessRefused(error) {
  if (error.name !== 'XmlError' && error.name !== 'SoapClientError') throw error;
  return error;
}
