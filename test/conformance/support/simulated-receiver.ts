import type { ReceiverConfig } from '../../../src/conformance/receiver/receiver-config.js';
import { type ReceiverRun, type ReceiverRunOptions, runReceiver } from '../../../src/conformance/receiver/run-receiver.js';
import { startWebhookReceiver, type WebhookReceiverOptions } from '../../../src/simulator/webhook-receiver.js';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export type ReceiverRunChanges = Partial<Omit<ReceiverRunOptions, 'config'>> & { readonly config?: Partial<ReceiverConfig> };

/** Tests a simulated receiver that lives as long as the run. `blind`: without its ledger. */
export async function runAgainstReceiver(
  receiver: Partial<WebhookReceiverOptions> = {},
  { config, blind = false, ...run }: ReceiverRunChanges & { readonly blind?: boolean } = {},
): Promise<ReceiverRun> {
  const running = await startWebhookReceiver({ secrets: [SECRET], ...receiver });
  const { url, ledgerUrl } = running;
  const ledger = blind ? {} : { ledger: { url: ledgerUrl } };
  const usual = { url, secret: SECRET, ...ledger, school: '99XX', safe: false, patienceMs: 10_000, seed: 1 };
  try {
    return await runReceiver({ level: 'full', ...run, config: { ...usual, ...config } });
  } finally {
    await running.close();
  }
}
