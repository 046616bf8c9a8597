// Reads messages as the gateway does, up to where it would answer, and says what that cost.
import { Readable } from 'node:stream';
import { MessageIntake } from '../../dist/exchange/front/message-intake.js';
import { AnswerIntake } from '../../dist/exchange/sync/answer-intake.js';
import { readAnswer } from '../../dist/soap/client/client-answer.js';
import { EnvelopeReader } from '../../dist/soap/envelope/envelope-reader.js';
import { readXml } from '../../dist/soap/envelope/read-envelope.js';
import { Findings } from '../../dist/uwlr/findings.js';
import { leerlinggegevensAntwoord } from '../../dist/uwlr/messages/leerlinggegevens.js';
import { leerresultatenVerzoek } from '../../dist/uwlr/messages/leerresultaten.js';
import { resultsMessage } from '../messages/results-message.js';
import { answerMessage } from '../roster/answer-message.js';
import { answerObject } from '../roster/answer-object.js';
import { inventedSchool } from '../roster/school.js';
import { FLOODS } from './shapes.js';

const MADE = '2025-07-01T12:00:00.000Z';
const BYTES_PER_PUPIL = 413;
/** What a flood is compared with: a message of results, and an answer with the pupils of a school. */
const HONEST = {
  request: {
    reader: 'request',
    policy: 'strict',
    text: (bytes) => resultsMessage({ school: '99AA', made: MADE, key: 'meting', bytes, envelope: true }).text,
  },
  answer: {
    reader: 'answer',
    policy: 'strict',
    text: (bytes) =>
      answerMessage(answerObject(inventedSchool({ learners: Math.round(bytes / BYTES_PER_PUPIL), year: '2024-2025', made: MADE }), '99AA')),
  },
};
const CHUNK = 32_768;
/** How often memory is looked at while a message is read. */
const LOOKS = 4;

const readers = {
  async request(chunks, onBytes, policy) {
    const intake = new MessageIntake([leerresultatenVerzoek], () => ({ visitor: { party: { policy, version: '2.2' } } }), new Map());
    const reader = new EnvelopeReader(intake);
    const enough = () => intake.shouldStopReading || reader.problems[0]?.fault === 'version';
    await readXml(chunks, reader, { onBytes, enough }).catch(unlessRefused);
    return [intake, reader];
  },
  async answer(chunks, onBytes, policy) {
    const intake = new AnswerIntake(leerlinggegevensAntwoord, { findings: new Findings(policy), version: '2.2', extensions: new Map() });
    const response = { statusCode: 200, headers: { 'content-type': 'text/xml' }, body: Readable.from(chunks) };
    const reply = await readAnswer(response, intake, { onBytes, enough: () => intake.shouldStopReading }, 64 * 1024 * 1024).catch(
      unlessRefused,
    );
    return [intake, reply];
  },
};

/** A message is read several times in a row, and the honest ones between all others. */
const made = new Map();

function textOf(asked, bytes) {
  const known = made.get(asked);
  if (known !== undefined) return known;
  const honest = [...made].filter(([one]) => Object.values(HONEST).includes(one));
  made.clear();
  for (const [one, text] of honest) made.set(one, text);
  const text = asked.text(bytes);
  made.set(asked, text);
  return text;
}

/**
 * Answers each message of the parent: `flood` is a number in `FLOODS`, or `request` or `answer` for an honest one. `times` readings give the
 * `ms` of processor time of the quickest; none gives the most `heap` that is held while it is read. Never both in one process: after
 * a collection that was asked for V8 has to compile again what it had made fast.
 */
process.on('message', async ({ flood, bytes, times }) => {
  const asked = HONEST[flood] ?? FLOODS[flood];
  const chunks = chunksOf(textOf(asked, bytes));
  process.send(times === 0 ? { heap: await heapOf(chunks, asked) } : { ms: await timeOf(chunks, asked, times) });
});
process.on('disconnect', () => process.exit(0));

async function timeOf(chunks, { reader, policy }, times) {
  const taken = [];
  for (let n = 0; n < times; n += 1) {
    const began = process.cpuUsage();
    await readers[reader](chunks, () => undefined, policy);
    const { user, system } = process.cpuUsage(began);
    taken.push((user + system) / 1000);
  }
  return Math.min(...taken);
}

async function heapOf(chunks, { reader, policy }) {
  const step = Math.max(1, Math.floor(chunks.length / LOOKS));
  let [most, pieces] = [0, 0];
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const look = () => {
    globalThis.gc();
    most = Math.max(most, process.memoryUsage().heapUsed - before);
  };
  const onBytes = () => {
    pieces += 1;
    if (pieces % step === 0) look();
  };
  const kept = await readers[reader](chunks, onBytes, policy);
  look();
  // What was read is held until here.
  return kept.length > 0 ? most : Number.NaN;
}

function chunksOf(text) {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, n) => bytes.subarray(n * CHUNK, (n + 1) * CHUNK));
}

function unlessRefused(error) {
  if (error.name !== 'XmlError' && error.name !== 'SoapClientError') throw error;
  return error;
}
