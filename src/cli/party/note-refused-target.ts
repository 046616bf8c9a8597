import { TargetRules } from '../../soap/client/target-rules.js';
import { note } from '../terminal/print.js';

/** Says so when an address, as it can be looked up now, is one that the gateway will not call. */
export async function noteRefusedTarget(endpoint: string, allowTargets: readonly string[]): Promise<void> {
  const allowed = await new TargetRules(allowTargets).allowsHost(new URL(endpoint).hostname);
  if (allowed === false) note('uwlr: the endpoint is not at a public address: it will not be called unless UWLR_ALLOW_TARGETS names it');
}
