import type { Config } from '../../config/config.js';
import type { WorkerLink } from '../../gateway/workers/worker-link.js';
import { serveSignals } from '../terminal/serve-signals.js';
import { beginGateway, endGateway } from './run-gateway.js';

/** Runs the gateway as one of several processes, until the one that supervises says so. */
export async function runWorker(config: Config, link: WorkerLink): Promise<void> {
  // Of the terminal, or of all processes of a service: whoever supervises gets them too, and kills when somebody is impatient.
  const { stop } = serveSignals(() => undefined);
  try {
    const gateway = await beginGateway(config, { worker: link });
    link.ready(gateway);
    await Promise.race([link.stop, stop]);
    await endGateway(gateway);
  } finally {
    link.end();
  }
}
