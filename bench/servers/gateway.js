import { openSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from '../paths.js';
import { prepareDataDirectory } from './data-directory.js';

/** Where all gateways of the bench take messages. */
export const GATEWAY_PATH = '/soap/leerresultaten';

/** `uwlr serve` as it is (in the checkout `tree`), with its log in a file, on a new data directory. */
export async function startGatewayServer(processes, directory, schools, tree = PROJECT) {
  await prepareDataDirectory(directory, schools, { tree });
  const child = serve(processes, directory, 0, {}, tree);
  const { port } = JSON.parse(await child.line());
  return { port, path: GATEWAY_PATH, child, stop: () => processes.end(child) };
}

export function serve(processes, directory, port, env = {}, tree = PROJECT) {
  const log = openSync(path.join(path.dirname(directory), `${path.basename(directory)}.log`), 'a');
  return processes.spawn(
    process.execPath,
    [
      path.join(tree, 'bin/uwlr.js'),
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
