import { parentPort } from 'node:worker_threads';
import { asStoreError } from '../connection/failure.js';
import { openEngine } from '../connection/open-engine.js';
import { Patience } from '../connection/patience.js';
import type { ThreadData } from '../connection/thread-file.js';
import type { Reply, Request } from './protocol.js';
import type { WriteEngine } from './write-engine.js';

/**
 * The thread that owns the connection that writes. The first message to it says which database, the first one from it
 * whether that could be opened; after that, one reply to each request.
 */
function run(port: NonNullable<typeof parentPort>, { waitMs, hurry, ...opening }: ThreadData): void {
  const send = (reply: Reply): void => port.postMessage(reply);
  let engine: WriteEngine;
  try {
    engine = openEngine(opening, new Patience(waitMs, hurry));
  } catch (error) {
    const { code, message } = asStoreError(error, 'open');
    send({ ok: false, code, message });
    port.close();
    return;
  }
  port.on('message', (request: Request) => {
    send(engine.answer(request));
    if (request.kind === 'close') port.close();
  });
  send({ ok: true, value: undefined });
}

const port = parentPort;
port?.once('message', (data: ThreadData) => run(port, data));
