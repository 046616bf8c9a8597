import { setFlagsFromString } from 'node:v8';
import type { Config } from '../../config/config.js';
import type { Gateway, GatewayOptions } from '../../gateway/server.js';
import { startThreadAhead } from '../../store/sqlite/writer/thread-ahead.js';
import { EXIT } from '../terminal/exit-code.js';

/** How long the last lines of the log may take. A reader that is stuck must not keep the process from ending. */
const LAST_LINES_MS = 1_000;

/** Starts the gateway in this process. */
export async function beginGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  // Decision 0020: objects of a message that V8 puts among the old ones keep the whole message from being collected.
  setFlagsFromString('--no-allocation-site-pretenuring');
  // On a processor of its own while this thread loads the rest.
  if (config.databaseUrl === undefined) startThreadAhead();
  const { startGateway } = await import('../../gateway/server.js');
  // The log, which is for machines, on standard error.
  const gateway = await startGateway(config, { log: process.stderr, ...options });
  // Nobody's first request over REST has to wait for it.
  void import('../../gateway/web.js').catch(() => undefined);
  return gateway;
}

/** Stops it in good order. */
export async function endGateway(gateway: Gateway): Promise<void> {
  await gateway.stop();
  // Only when something keeps the process, which is lines that nobody reads.
  setTimeout(() => process.exit(EXIT.done), LAST_LINES_MS).unref();
}
