// Stands in for a writer thread that opens its database, and then dies of the first request.
import { parentPort } from 'node:worker_threads';

parentPort.once('message', () => {
  parentPort.on('message', () => {
    const failure = new Error('a text that might hold anything');
    failure.code = 'ERR_INVENTED';
    throw failure;
  });
  parentPort.postMessage({ ok: true });
});
