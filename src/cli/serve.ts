import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import { startThreadAhead } from '../store/sqlite/writer/thread-ahead.js';
import { settingsText } from './help/settings-help.js';
import type { Session } from './open/session.js';
import { EXIT } from './terminal/exit-code.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson } from './terminal/print.js';
import { serveSignals } from './terminal/serve-signals.js';
import { allowLostOutput } from './terminal/watch-output.js';

/** How long the last lines of the log may take. A reader that is stuck must not keep the process from ending. */
const LAST_LINES_MS = 1_000;

export const PATHS = {
  soap: '/soap/leerresultaten',
  wsdl: '/soap/leerresultaten?wsdl',
  roster: '/soap/leerlinggegevens',
  rosterWsdl: '/soap/leerlinggegevens?wsdl',
  rest: '/api/v1',
  live: '/livez',
  ready: '/readyz',
  metrics: '/metrics',
} as const;

export function registerServe(program: Command, session: Session): void {
  program
    .command('serve')
    .description('run the gateway until SIGTERM, SIGQUIT or Ctrl-C; a second signal stops it at once')
    .addOption(jsonOption())
    .addHelpText('after', () => `\n${settingsText()}`)
    .action(async ({ json }: { json?: true }) => {
      const config = session.config();
      const signals = serveSignals(() => {
        note('uwlr: stopped at once; messages in progress were cut off');
        process.exit(EXIT.failed);
      });
      allowLostOutput();
      // Decision 0020: objects of a message that V8 puts among the old ones keep the whole message from being collected.
      setFlagsFromString('--no-allocation-site-pretenuring');
      // On a processor of its own while this thread loads the rest.
      startThreadAhead();
      const { startGateway } = await import('../gateway/server.js');
      // One line for people on standard output; the log, which is for machines, on standard error.
      const gateway = await startGateway(config, { log: process.stderr });
      signals.onHangUp(() => gateway.renewCertificates());
      const { url } = gateway;
      if (json) printJson({ url, port: gateway.port, data: config.data, paths: PATHS });
      else
        print(
          `Listening on ${url}: SOAP ${PATHS.wsdl} and ${PATHS.rosterWsdl}, REST ${PATHS.rest}, ${PATHS.live}, ${PATHS.ready}, ${PATHS.metrics}; data in ${config.data}`,
        );
      // Nobody's first request over REST has to wait for it.
      void import('../gateway/web.js').catch(() => undefined);
      await signals.stop;
      await gateway.stop();
      // Only when something keeps the process, which is lines that nobody reads.
      setTimeout(() => process.exit(EXIT.done), LAST_LINES_MS).unref();
    });
}
