import { parentPort, workerData } from 'node:worker_threads';
import { openForReading } from './connection.js';
import { diagnose } from './diagnose.js';
import type { ThreadData } from './thread-file.js';

/** A thread that looks the database over, posts what it found, and ends. It reads beside the writer and holds up nobody. */
if (parentPort) {
  const { file } = workerData as ThreadData;
  const db = openForReading(file);
  parentPort.postMessage(diagnose(db, file));
  db.close();
}
