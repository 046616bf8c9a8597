import { parentPort } from 'node:worker_threads';
import { asStoreError } from '../connection/failure.js';
import { openEngine } from '../connection/open-engine.js';
import { Patience } from '../connection/patience.js';
import type { ThreadData } from '../connection/thread-file.js';
import { BatchUnpacker, type PackedBatch, type PackedReply, packReply } from './packed-batch.js';
import type { Request } from './protocol.js';
import type { WriteEngine } from './write-engine.js';

/**
 * The thread that owns the connection that writes. The first message to it says which database, the first one from it
 * whether that could be opened; after that, one reply to each request.
 */
function run(port: NonNullable<typeof parentPort>, { waitMs, hurry, ...opening }: ThreadData): void {
  const send = (reply: PackedReply): void => port.postMessage(reply);
  const unpacker = new BatchUnpacker();
  let engine: WriteEngine;
  try {
    engine = openEngine(opening, new Patience(waitMs, hurry));
  } catch (error) {
    const { code, message } = asStoreError(error, 'open');
    send({ ok: false, code, message });
    port.close();
    return;
  }
  port.on('message', (message: Exclude<Request, { kind: 'batch' }> | PackedBatch) => {
    if (isPacked(message)) {
      send(packReply(engine.answer({ kind: 'batch', operations: unpacker.unpack(message) })));
      return;
    }
    send(engine.answer(message));
    if (message.kind === 'close') port.close();
  });
  send({ ok: true, value: undefined });
}

function isPacked(message: Request | PackedBatch): message is PackedBatch {
  return Array.isArray(message);
}

const port = parentPort;
port?.once('message', (data: ThreadData) => run(port, data));
