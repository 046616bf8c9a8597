import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { edexml } from '../cli/support/roster-text.js';
import { json, type Outcome, uwlr } from '../cli/support/uwlr.js';
import { fillRoster, smallSchool } from './fill-roster.js';
import { type Running, startTestGateway } from './gateway.js';

export interface BusySchool {
  readonly running: Running;
  /** An EDEXML file with three pupils. */
  readonly file: string;
  /** A command on the same data directory, with a store of its own, as those of another process have. */
  readonly command: (...args: readonly string[]) => Promise<Outcome>;
  /** What a client reads of the results; with its own token unless another is given. */
  readonly results: (bearer?: string) => Promise<Response>;
}

/** School 99XX with pupils, a vendor that may ask and deliver, a client that may read results, and a file to import. */
export async function startBusySchool(): Promise<BusySchool> {
  const running = await startTestGateway({
    agreement: { exchanges: ['leerlinggegevens', 'leerresultaten'], profile: 'smalle-set' },
    settings: { logLevel: 'error' },
  });
  await fillRoster(running.gateway, smallSchool());
  const added = ['token', 'add', '--client', 'DASHBOARD', '--school', '99XX', '--scope', 'results:read', '--data', running.directory];
  const { token } = await json<{ token: string }>(added);
  const file = path.join(running.directory, 'bestand.xml');
  await writeFile(file, edexml('2.1', { pupils: 3 }));
  return {
    running,
    file,
    command: (...args) => uwlr([...args, '--data', running.directory]),
    results: (bearer = token) => fetch(`${running.gateway.url}/api/v1/results`, { headers: { authorization: `Bearer ${bearer}` } }),
  };
}
