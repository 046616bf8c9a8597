import type { Config } from '../config/config.js';
import type { Log } from './log.js';
import type { Traces } from './traces.js';

/** Undefined, and nothing of OpenTelemetry is loaded, when no receiver is set. */
export async function startTraces(
  { otlpEndpoint }: Pick<Config, 'otlpEndpoint'>,
  log: Pick<Log, 'warn' | 'info'>,
): Promise<Traces | undefined> {
  if (otlpEndpoint === undefined) return undefined;
  const { openTraces } = await import('./tracing/open-traces.js');
  return openTraces(otlpEndpoint.reveal(), log);
}
