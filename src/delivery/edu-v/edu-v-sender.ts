import { supplied } from '../../core/supplied.js';
import { connectionOptions } from '../../exchange/partner/party-access.js';
import { hindranceOf } from '../../model/edu-v/hindrance-of.js';
import { type EduVDraft, toEduV } from '../../model/edu-v/to-edu-v.js';
import { nameUuid } from '../../model/ids.js';
import type { SoapClientOptions } from '../../soap/client/client-options.js';
import type { ItemOutcome } from '../../store/outbox-store.js';
import type { StoredResult } from '../../store/store.js';
import { type Failed, failedBy } from '../outcome-of.js';
import { type OutgoingResults, outgoingResults, type ToldResult } from '../outgoing-result.js';
import { type Sender, type Sent, type Shipment, traceHeaders } from '../shipment.js';
import type { SenderParts } from '../targets/sender-parts.js';
import { settingsOf } from '../targets/settings-of.js';
import { TargetClients } from '../targets/target-clients.js';
import type { EduVSettings } from '../targets/target-settings.js';
import { type Answered, outcomesOf, type SentStatement } from './edu-v-answer.js';
import { EduVClient } from './edu-v-client.js';

/** A receiver may work on a whole group before it answers. */
const TIMEOUT_SECONDS = 60;
/** An answer has a line per pupil. */
const MOST_BYTES = 10 * 1024 * 1024;

/**
 * Sends results to servers of the Edu-V Results API. A batch becomes a message for each test and day, sent one after the other; what comes
 * after one that failed goes in a next batch. A withdrawal is dead: a message needs the pupil and the test, which nobody knows any more.
 */
export function makeEduVSender({
  keyring,
  allowTargets,
  now = () => new Date(),
  ...names
}: SenderParts & { readonly now?: () => Date }): Sender {
  const clients = new TargetClients((options) => new EduVClient(options, now));

  async function send(shipment: Shipment): Promise<Sent> {
    const settings = settingsOf(shipment.target, 'edu-v', keyring);
    const options = await optionsOf(settings, allowTargets);
    return clients.use(shipment.target.id, options, async (client) => {
      const outgoing = await outgoingResults(shipment, names, exerciseOutcome);
      return sendAll(client, settings, shipment, plan(outgoing, settings));
    });
  }

  return {
    send: (shipment) => send(shipment).catch((error: unknown) => ({ ...failedBy(error), left: [] })),
    close: () => clients.close(),
  };
}

/** By what is stored: an agreement may withhold what kind of work it is. Nobody can do anything about it, so it is no dead delivery. */
function exerciseOutcome(result: StoredResult): ItemOutcome | undefined {
  const hindrance = hindranceOf(result);
  return hindrance && { kind: 'cancelled', reason: 'not-expressible', losses: [hindrance] };
}

function optionsOf(settings: EduVSettings, allowTargets: readonly string[]): Promise<SoapClientOptions> {
  const { timeoutSeconds = TIMEOUT_SECONDS, caFile, certFile, certKeyFile } = settings;
  const files = {
    ...supplied({ caFile, certFile, keyFile: certKeyFile }),
  };
  return connectionOptions({ timeoutSeconds, maxBytes: MOST_BYTES, ...files }, allowTargets);
}

interface Planned extends Pick<EduVDraft, 'message'> {
  readonly statements: readonly SentStatement[];
}

interface Plan {
  readonly messages: readonly Planned[];
  /** Of what goes in none of them. */
  readonly decided: ReadonlyMap<string, ItemOutcome>;
}

function plan({ items, assessments, outcomes }: OutgoingResults, { organisations = {} }: EduVSettings): Plan {
  const decided = new Map(outcomes);
  const told = new Map<string, ToldResult>();
  for (const item of items) {
    if (item.kind === 'withdrawal') decided.set(item.delivery, { kind: 'dead', reason: 'not-expressible' });
    else if (item.kind !== 'result') decided.set(item.delivery, { kind: 'cancelled', reason: 'not-expressible' });
    // A second revision takes the place of the first, so it must not come before it: it goes in a next batch.
    else if (told.has(item.result.id)) decided.set(item.delivery, { kind: 'deferred' });
    else told.set(item.result.id, item);
  }
  const results = [...told.values()].map(({ result }) => result);
  const { drafts, blocked } = toEduV(results, assessments, { organisations });
  const deliveryOf = (id: string) => (told.get(id) as ToldResult).delivery;
  for (const [id, losses] of blocked) decided.set(deliveryOf(id), { kind: 'dead', reason: 'not-expressible', losses });
  const messages = drafts.map(({ message, losses }) => ({
    message,
    statements: message.studentScoresAndResults.map(({ id }) => ({ id, delivery: deliveryOf(id), losses: losses.get(id) ?? [] })),
  }));
  return { messages, decided };
}

async function sendAll(client: EduVClient, settings: EduVSettings, shipment: Shipment, { messages, decided }: Plan): Promise<Sent> {
  const items = new Map(decided);
  const left = new Set<string>();
  let last: Answered | undefined;
  for (const planned of messages) {
    if (last !== undefined && shipment.signal.aborted) break;
    const answer = await sendOne(client, settings, shipment, planned, left);
    if (answer.kind === 'failed' && last === undefined) return { ...answer, ...(items.size === 0 ? {} : { items }), left };
    // What failed now shows again with the next batch, of which it is the first message.
    if (answer.kind === 'failed') break;
    last = answer;
    for (const [delivery, outcome] of answer.items) items.set(delivery, outcome);
  }
  for (const { delivery } of messages.flatMap(({ statements }) => statements)) {
    if (!items.has(delivery)) items.set(delivery, { kind: 'deferred' });
  }
  return { kind: 'answered', attempt: { outcome: 'answered', ...(last === undefined ? {} : { status: last.status }) }, items, left };
}

async function sendOne(
  client: EduVClient,
  settings: EduVSettings,
  { batch, signal, ...trace }: Shipment,
  { message, statements }: Planned,
  left: Set<string>,
): Promise<Answered | Failed> {
  // Of what the receiver has in it anyway: a number of ours, even hashed, would say who else was told at that moment.
  const id = nameUuid('edu-v-message', ...message.studentScoresAndResults.flatMap((one) => [one.id, one.dateLastModified]));
  const onSent = () => {
    for (const { delivery } of statements) left.add(delivery);
  };
  try {
    const answer = await client.post(
      settings,
      { ...message, id, timestamp: batch.createdAt },
      { signal, onSent, headers: traceHeaders(trace) },
    );
    return 'kind' in answer ? answer : outcomesOf(answer, statements);
  } catch (error) {
    return failedBy(error);
  }
}
