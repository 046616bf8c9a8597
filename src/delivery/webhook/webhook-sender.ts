import { supplied } from '../../core/supplied.js';
import { connectionOptions } from '../../exchange/partner/party-access.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { failedBy, failedByPage, failedByStatus, outcomeOfStatus } from '../outcome-of.js';
import { type AliasStore, type OutgoingResults, outgoingResults } from '../outgoing-result.js';
import { deliveredAll } from '../sent-outcomes.js';
import { type Sender, type Sent, type Shipment, traceHeaders } from '../shipment.js';
import { type HttpAnswer, HttpCaller } from '../targets/http-caller.js';
import { isPage } from '../targets/page-answer.js';
import { settingsOf } from '../targets/settings-of.js';
import { TargetClients } from '../targets/target-clients.js';
import type { WebhookSettings } from '../targets/target-settings.js';
import { signed } from './signatures.js';
import { webhookMessage } from './webhook-message.js';

/** A receiver is to take a message in, and work on it later. */
const TIMEOUT_SECONDS = 30;

export interface WebhookParts {
  readonly store: AliasStore;
  /** See `SenderParts`. */
  readonly linkBase?: string;
  readonly keyring: Keyring;
  readonly allowTargets: readonly string[];
  /** Default: the clock of this machine. */
  readonly now?: () => Date;
}

/**
 * Sends canonical JSON, signed as Standard Webhooks says. Any 2xx is a yes for all of it, unless it comes with a page for people; there is
 * no answer per item.
 */
export function makeWebhookSender({ keyring, allowTargets, now = () => new Date(), ...names }: WebhookParts): Sender {
  const callers = new TargetClients((options) => new HttpCaller({ ...options, cutsAnswers: true }));

  async function send(shipment: Shipment): Promise<Sent> {
    const settings = settingsOf(shipment.target, 'webhook', keyring);
    const { timeoutSeconds = TIMEOUT_SECONDS, headers, caFile } = settings;
    const connection = {
      timeoutSeconds,
      ...supplied({ headers, caFile }),
    };
    const options = await connectionOptions(connection, allowTargets);
    return callers.use(shipment.target.id, options, (caller) => sendOver(caller, settings, shipment));
  }

  async function sendOver(caller: HttpCaller, settings: WebhookSettings, shipment: Shipment): Promise<Sent> {
    const outgoing = await outgoingResults(shipment, names);
    if (outgoing.items.length === 0) return { kind: 'answered', attempt: { outcome: 'answered' }, items: outgoing.outcomes, left: [] };
    const body = JSON.stringify(webhookMessage(shipment, outgoing));
    const signature = signed(settings, shipment.batch.id, body, now());
    const own = { 'content-type': 'application/json', ...traceHeaders(shipment), ...signature };
    let left: readonly string[] = [];
    const onSent = () => {
      left = outgoing.items.map(({ delivery }) => delivery);
    };
    const sent = await caller.post(settings.url, own, body, shipment.signal, onSent).then((answer) => sentBy(answer, outgoing), failedBy);
    return { ...sent, left };
  }

  return {
    send: (shipment) => send(shipment).catch((error: unknown) => ({ ...failedBy(error), left: [] })),
    close: () => callers.close(),
  };
}

/** What a receiver says beyond its status is nobody's business, as long as it is the receiver that speaks. */
function sentBy(answer: HttpAnswer, outgoing: OutgoingResults): Sent {
  const { status } = answer;
  const isYes = outcomeOfStatus(status) === 'answered';
  if (isYes && !isPage(answer)) return deliveredAll(outgoing, status);
  const failed = isYes ? failedByPage(status) : failedByStatus(answer);
  return { ...failed, ...(outgoing.outcomes.size === 0 ? {} : { items: outgoing.outcomes }) };
}
