import { setTimeout as sleep } from 'node:timers/promises';
import { processorTime, spent, writerOf, writtenBy } from '../processor-time.js';

/** So that what the last messages leave to do is counted with them. */
const REST_MS = 200;

/**
 * One turn of a server. `plan`: what `LoadGenerator.send` gets, without port and path. Resolves with `report`, what the generator says; `perSecond`,
 * messages; `cpu`, microseconds of processor time per message (`all`, `main`, `writer`, `rest`); `database`, those of the database server that it uses; `generator`, those of the load generator; and of a gateway
 * `bytes`, by which its store grew, and `written`, bytes that its writer wrote, both per message.
 */
export async function turn(generator, server, plan) {
  const { pid } = server.child;
  let before;
  const report = await generator.send({ port: server.port, path: server.path, ...plan }, async () => {
    before = look(server);
  });
  await sleep(REST_MS);
  const after = look(server);
  const perMessage = (value) => value / report.messages;
  const time = spent(before.time, after.time, pid, after.writer);
  return {
    report,
    perSecond: report.messages / report.seconds,
    cpu: Object.fromEntries(Object.entries(time).map(([name, seconds]) => [name, perMessage(seconds * 1e6)])),
    database: perMessage((after.database - before.database) * 1e6),
    generator: perMessage(report.ownSeconds * 1e6),
    generatorShare: report.ownSeconds / report.seconds,
    bytes: perMessage(after.bytes - before.bytes),
    written: perMessage(after.written - before.written),
  };
}

function look({ child: { pid }, file, databasePid }) {
  const writer = file === undefined ? undefined : writerOf(pid);
  const written = writer === undefined ? 0 : writtenBy(pid, writer);
  const database = databasePid === undefined ? 0 : processorTime(databasePid).all;
  return { time: processorTime(pid), writer, written, bytes: file?.bytes ?? 0, database };
}
