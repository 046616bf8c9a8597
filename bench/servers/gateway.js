import { openSync } from 'node:fs';
import path from 'node:path';
import { GATEWAY } from '../paths.js';
import { prepareDataDirectory } from './data-directory.js';

/** Where all gateways of the bench take messages. */
export const GATEWAY_PATH = '/soap/leerresultaten';

/** `uwlr serve` as it is, with its log in a file, on a new data directory. */
export async function startGatewayServer(processes, directory, schools) {
  await prepareDataDirectory(directory, schools);
  const child = serve(processes, directory, 0);
  const { port } = JSON.parse(await child.line());
  return { port, path: GATEWAY_PATH, child, stop: () => processes.end(child) };
}

export function serve(processes, directory, port, env = {}) {
  const log = openSync(path.join(path.dirname(directory), `${path.basename(directory)}.log`), 'a');
  return processes.spawn(
    process.execPath,
    [
      GATEWAY,
      'serve',
      '--json',
      '--data',
      directory,
      '--port',
      String(port),
      '--max-requests-per-party',
      '0',
      '--max-requests-per-address',
      '0',
    ],
    { stderr: log, env },
  );
}
