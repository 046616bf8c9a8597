import type { EaConfig } from '../../../src/conformance/ea/ea-config.js';
import { type EaRun, type EaRunOptions, type Listening, runEa } from '../../../src/conformance/ea/run-ea.js';
import { type SimulatedEa, type SimulatedEaOptions, startSimulatedEa } from '../../../src/simulator/ea/simulated-ea.js';

const CALLER = { klantcode: 'VERZONNEN', klantnaam: 'Verzonnen leverancier', autorisatiesleutel: 'verzonnen-sleutel-0001' };

export const EA_CONFIG: EaConfig = {
  caller: CALLER,
  school: '99XX',
  schoolYear: '2026-2027',
  versions: ['2.2', '2.3', '2.1', '1.0'],
  profile: 'smalle-set',
  learners: 10,
  needs: [],
  host: 'localhost',
  port: 0,
  patienceMs: 3000,
  // Shorter than the client polls: in one process the timers end in their order, whatever else runs on the machine.
  watchMs: 40,
  slowMs: 250,
  seed: 1,
};

export interface SimulatedEaRun extends Partial<Omit<EaRunOptions, 'config'>> {
  readonly config?: Partial<EaConfig>;
}

/** Tests a simulated client that polls as long as the run. */
export async function runEaAgainst(ea: Partial<SimulatedEaOptions> = {}, { config, ...run }: SimulatedEaRun = {}): Promise<EaRun> {
  let client: SimulatedEa | undefined;
  const begin = ({ endpoint, resultsEndpoint }: Listening) => {
    client = startSimulatedEa({
      to: endpoint,
      resultsTo: resultsEndpoint,
      caller: CALLER,
      school: '99XX',
      schoolYear: '2026-2027',
      intervalMs: 80,
      version: '2.3',
      gegevenssetid: 'Smalle-set',
      ...ea,
    });
  };
  try {
    return await runEa({ level: 'full', onListening: begin, ...run, config: { ...EA_CONFIG, ...config } });
  } finally {
    await client?.stop();
  }
}
