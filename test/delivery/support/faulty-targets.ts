import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import type { AttemptEnded, DeliveryObserver } from '../../../src/delivery/delivery-observer.js';
import { Senders } from '../../../src/delivery/targets/senders.js';
import { DeliveryWorker } from '../../../src/delivery/worker.js';
import type { Party, TargetKind } from '../../../src/directory/directory.js';
import { deliverRows } from '../../../src/exchange/intake/slices.js';
import { uwlrMessage } from '../../../src/model/incoming/uwlr-message.js';
import { Keyring } from '../../../src/privacy/keys/keyring.js';
import { type SimulatedEduVReceiver, startEduVReceiver } from '../../../src/simulator/edu-v-receiver.js';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../../src/simulator/las.js';
import { digestOfResult } from '../../../src/simulator/las-results.js';
import type { LedgerItem } from '../../../src/simulator/ledger.js';
import { type SimulatedWebhookReceiver, startWebhookReceiver } from '../../../src/simulator/webhook-receiver.js';
import type { AttemptOutcome, DeliveryDetail, DeliveryState } from '../../../src/store/outbox-store.js';
import { SchoolKeys } from '../../../src/store/school-keys.js';
import type { Store } from '../../../src/store/store.js';
import { SyntheticSchool } from '../../../src/synthetic/results/small-school.js';
import type { LeerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';
import { agreement, credential, delivery, party, school } from '../../store/support/records.js';
import { sqlitePlace } from '../../store/support/temporary.js';
import { type FaultProxy, startFaultProxy } from './fault-proxy.js';

export const SCHOOL = '99XX';
const VENDOR = 'verzonnen-uitgever';
const FROM = '2026-01-01T00:00:00.000Z';
const SECRET = `whsec_${Buffer.from('een geheim van tweeëndertig bytes').toString('base64')}`;
const RESULTS = 2;
const CLIENT = 'verzonnen-client';

export type FaultyKind = Extract<TargetKind, 'las' | 'webhook' | 'edu-v'>;

/** A school in a real store, a worker at work on it, and receivers that are reached through proxies which can be told to fail. */
export class FaultyTargets {
  readonly attempts: AttemptEnded[] = [];
  readonly failures: unknown[] = [];
  #worker: DeliveryWorker | undefined;
  #messages = 0;

  private constructor(
    readonly store: Store,
    private readonly keyring: Keyring,
    readonly las: SimulatedLas,
    readonly hook: SimulatedWebhookReceiver,
    readonly eduV: SimulatedEduVReceiver,
    readonly proxies: Readonly<Record<FaultyKind, FaultProxy>>,
    private readonly keyFile: string,
    private readonly remove: () => Promise<void>,
  ) {}

  static async start(): Promise<FaultyTargets> {
    const las = await startSimulatedLas();
    const hook = await startWebhookReceiver({ secrets: [SECRET] });
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const eduV = await startEduVReceiver({ clientId: CLIENT, key: await exportJWK(publicKey) });
    const proxies = {
      las: await startFaultProxy(las.resultsEndpoint),
      webhook: await startFaultProxy(hook.url),
      'edu-v': await startFaultProxy(eduV.url),
    };
    const place = await sqlitePlace();
    const store = await place.open();
    const keyFile = path.join(place.directory, 'edu-v.pem');
    await writeFile(keyFile, await exportPKCS8(privateKey));
    const keyring = Keyring.fromSecret('geheim van niets en niemand, en lang genoeg');
    const targets = new FaultyTargets(store, keyring, las, hook, eduV, proxies, keyFile, () => place.remove());
    await targets.#furnish();
    return targets;
  }

  async #furnish(): Promise<void> {
    const { store, keyring, proxies } = this;
    const { klantcode, klantnaam, autorisatiesleutel } = SIMULATED_CALLER;
    const seal = (value: unknown): Uint8Array => keyring.sealSecret(JSON.stringify(value));
    const endpoint = proxies.las.url(new URL(this.las.resultsEndpoint).pathname);
    const eduV = proxies['edu-v'].url(new URL(this.eduV.url).pathname);
    const url = proxies.webhook.url(new URL(this.hook.url).pathname);
    const receivers: readonly (readonly [FaultyKind, Partial<Party>, object])[] = [
      ['las', { role: 'las', endpoint, connection: seal({ klantcode, klantnaam }) }, { timeoutSeconds: 1 }],
      ['webhook', { role: 'client' }, { url, secrets: [{ secret: SECRET }], timeoutSeconds: 1 }],
      // Its tokens come from the receiver itself: it is messages that meet faults.
      [
        'edu-v',
        { role: 'client' },
        { url: eduV, tokenUrl: this.eduV.tokenUrl, clientId: CLIENT, keyFile: this.keyFile, timeoutSeconds: 1 },
      ],
    ];
    await store.addSchool(school(SCHOOL));
    await store.addParty(party(VENDOR));
    for (const [kind, more, settings] of receivers) {
      await store.addParty(party(`van-${kind}`, more));
      const of = { party: `van-${kind}`, from: FROM };
      const key = credential(`key-${kind}`, { ...of, schools: [SCHOOL], sealed: keyring.sealSecret(autorisatiesleutel) });
      await store.addAgreements([agreement(`agreement-${kind}`, { ...of, school: SCHOOL, infourl: { keep: 'all' } })], key);
      await store.addTarget({ id: kind, party: `van-${kind}`, kind, settings: seal(settings), createdAt: FROM });
    }
  }

  /**
   * Starts a worker that tries again at once, as chance says nothing in its backoff. `wrap` may put something between it and the store.
   */
  work(wrap: (store: Store) => Store = (store) => store): void {
    const { keyring } = this;
    const store = wrap(this.store);
    this.#worker = new DeliveryWorker({
      store,
      keyring,
      senders: new Senders({ store, keyring, allowTargets: ['localhost', '127.0.0.0/8', '::1'] }),
      observer: this.#observer(),
      concurrency: 4,
      perTarget: 2,
      leaseSeconds: 60,
      graceSeconds: 1,
      random: () => 0,
    });
  }

  #observer(): DeliveryObserver {
    return {
      attemptEnded: (event) => this.attempts.push(event),
      deliveriesEnded: () => undefined,
      targetHeld: () => undefined,
      circuitOpened: () => undefined,
      circuitClosed: () => undefined,
      leaseLost: () => undefined,
      failed: (error) => this.failures.push(error),
    };
  }

  /** Ends the worker as a stop does; another one may be started. */
  async rest(): Promise<void> {
    await this.#worker?.stop();
    this.#worker = undefined;
  }

  poke(): void {
    this.#worker?.poke();
  }

  /** Takes in an invented message for one target. Gives the id of its exchange, and what a LAS has to have of it. */
  async accept(kind: FaultyKind): Promise<{ readonly exchange: string; readonly items: readonly LedgerItem[] }> {
    this.#messages += 1;
    const exchange = `m${this.#messages}`;
    const message = this.#message();
    const schoolKey = await new SchoolKeys(this.store, this.keyring).of(SCHOOL);
    const rows = deliverRows({
      message: uwlrMessage(message),
      version: '2.2',
      party: VENDOR,
      school: SCHOOL,
      infourl: { keep: 'all' },
      schoolKey,
      aliases: new Map(),
    });
    await this.store.commit({ ...delivery(exchange, { school: SCHOOL, party: VENDOR, targets: [kind] }), ...rows });
    this.poke();
    return { exchange, items: itemsOf(message) };
  }

  /** Two results of one pupil, under keys of their own. */
  #message(): LeerresultatenVerzoek {
    const { toetsafnames, ...rest } = new SyntheticSchool({ brincode: SCHOOL, pupils: 1 }).results(new Date());
    const [first] = toetsafnames.toetsafname;
    if (first === undefined) throw new Error('an invented message without results');
    const own = first.resultaten.resultaat.slice(0, RESULTS).map((one) => ({ ...one, key: `${one.key}-${this.#messages}` }));
    return { ...rest, toetsafnames: { toetsafname: [{ ...first, resultaten: { resultaat: own } }] } };
  }

  /** Resolves once so many attempts at a target of this kind ended since `from`. */
  async tried(kind: FaultyKind, count: number, from = 0): Promise<readonly AttemptEnded[]> {
    for (;;) {
      const ended = this.attempts.slice(from).filter(({ batch }) => batch.target === kind);
      if (ended.length >= count) return ended;
      await soon();
    }
  }

  /** Deliveries of a message, oldest first, once each of them is in one of these states. */
  async reached(exchange: string, states: readonly DeliveryState[]): Promise<readonly DeliveryDetail[]> {
    for (;;) {
      const { items } = await this.store.outbox.deliveries({ exchange, limit: 1000 });
      if (items.length > 0 && items.every(({ state }) => states.includes(state))) {
        const details = await Promise.all(items.map(({ id }) => this.store.outbox.delivery(id)));
        return details.flatMap((detail) => (detail === undefined ? [] : [detail])).reverse();
      }
      await soon();
    }
  }

  /** What a receiver has: the latest of each key, and how many messages it took in. */
  held(kind: FaultyKind): { readonly items: ReadonlyMap<string, string>; readonly messages: number } {
    const { entries } = { las: this.las, webhook: this.hook, 'edu-v': this.eduV }[kind].ledger;
    const items = entries.flatMap((entry) => entry.items.map(({ key, digest }) => [key, digest] as const));
    return { items: new Map(items), messages: entries.length };
  }

  async close(): Promise<void> {
    for (const proxy of Object.values(this.proxies)) await proxy.close();
    await this.rest();
    await this.store.close();
    await this.las.close();
    await this.hook.close();
    await this.eduV.close();
    await this.remove();
  }
}

/** The outcomes of every attempt that a delivery was in. */
export function outcomesOf({ attemptList }: DeliveryDetail): readonly (AttemptOutcome | undefined)[] {
  return attemptList.map(({ outcome }) => outcome);
}

function itemsOf({ toetsafnames }: LeerresultatenVerzoek): LedgerItem[] {
  return toetsafnames.toetsafname.flatMap(({ leerlingid, eckid, resultaten }) =>
    resultaten.resultaat.map((resultaat) => ({ key: resultaat.key, digest: digestOfResult({ leerlingid, eckid }, resultaat) })),
  );
}

/** Lets everything else go on for a moment. */
function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
