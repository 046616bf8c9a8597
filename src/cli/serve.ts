import type { Command } from 'commander';
import type { Config } from '../config/config.js';
import { settingsText } from './help/settings-help.js';
import type { Session } from './open/session.js';
import { announce } from './serve/announce.js';
import { beginGateway, endGateway } from './serve/run-gateway.js';
import { EXIT } from './terminal/exit-code.js';
import { jsonOption } from './terminal/json-option.js';
import { note } from './terminal/print.js';
import { serveSignals } from './terminal/serve-signals.js';
import { allowLostOutput } from './terminal/watch-output.js';

export function registerServe(program: Command, session: Session): void {
  program
    .command('serve')
    .description('run the gateway until SIGTERM, SIGQUIT or Ctrl-C; a second signal stops it at once')
    .addOption(jsonOption())
    .addHelpText('after', () => `\n${settingsText()}`)
    .action(async ({ json = false }: { json?: boolean }) => {
      const config = session.config();
      allowLostOutput();
      await (config.workers === 1 ? serveHere(config, json) : serveInWorkers(config, json));
    });
}

async function serveHere(config: Config, json: boolean): Promise<void> {
  const signals = serveSignals(() => {
    note('uwlr: stopped at once; messages in progress were cut off');
    process.exit(EXIT.failed);
  });
  const gateway = await beginGateway(config);
  signals.onHangUp(() => gateway.renewCertificates());
  // One line for people on standard output.
  announce(gateway, config, json);
  await signals.stop;
  await endGateway(gateway);
}

/** This process supervises, or is one of those that are supervised. */
async function serveInWorkers(config: Config, json: boolean): Promise<void> {
  const { WorkerLink } = await import('../gateway/workers/worker-link.js');
  const link = WorkerLink.ofThisProcess();
  if (link === undefined) await (await import('./serve/supervise.js')).supervise(config, json);
  else await (await import('./serve/run-worker.js')).runWorker(config, link);
}
