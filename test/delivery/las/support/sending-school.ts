import { makeLasSender } from '../../../../src/delivery/las/las-sender.js';
import type { Sender, Sent, Shipment } from '../../../../src/delivery/shipment.js';
import type { LasSettings } from '../../../../src/delivery/targets/target-settings.js';
import type { Agreement, Connection, Party, Target } from '../../../../src/directory/directory.js';
import { deliverRows } from '../../../../src/exchange/intake/slices.js';
import { uwlrMessage } from '../../../../src/model/incoming/uwlr-message.js';
import { schoolId } from '../../../../src/model/school-id.js';
import { Keyring } from '../../../../src/privacy/keys/keyring.js';
import { SIMULATED_CALLER } from '../../../../src/simulator/las.js';
import type { TakenBatch } from '../../../../src/store/outbox-store.js';
import { SchoolKeys } from '../../../../src/store/school-keys.js';
import type { Store } from '../../../../src/store/store.js';
import type { UwlrVersion } from '../../../../src/uwlr/finding.js';
import type { Extensions } from '../../../../src/uwlr/grammar/decoder.js';
import type { LeerresultatenVerzoek } from '../../../../src/uwlr/messages/leerresultaten.js';
import { agreement, credential, delivery, party, school } from '../../../store/support/records.js';
import { inlinePlace } from '../../../store/support/temporary.js';

export const LAS = 'NEPLAS';
export const VENDOR = 'verzonnen-uitgever';
const FROM = '2026-01-01T00:00:00.000Z';
/** Administrations of tests are on this machine. */
const HERE = ['localhost', '127.0.0.0/8', '::1'];

export interface SendingSetup {
  readonly school?: string;
  /** Where it takes results. */
  readonly endpoint?: string;
  readonly settings?: LasSettings;
  readonly party?: Partial<Party>;
  readonly connection?: Connection;
  readonly agreement?: Partial<Agreement>;
  readonly key?: string;
  readonly extensions?: Extensions;
}

/** A school whose results go on to its administration, in a real store, and the sender that takes them there. */
export class SendingSchool {
  private constructor(
    readonly store: Store,
    readonly keyring: Keyring,
    readonly target: Target,
    readonly sender: Sender,
    private readonly setup: SendingSetup & { readonly school: string },
    private readonly remove: () => Promise<void>,
  ) {}

  static async at(setup: SendingSetup = {}): Promise<SendingSchool> {
    const { school: id = '99XX', endpoint, settings = {}, key = SIMULATED_CALLER.autorisatiesleutel } = setup;
    const place = await inlinePlace();
    const store = await place.open();
    const keyring = Keyring.fromSecret('geheim van niets en niemand, en lang genoeg');
    const { klantcode, klantnaam } = SIMULATED_CALLER;
    const connection: Connection = { klantcode, klantnaam, timeoutSeconds: 10, ...setup.connection };
    const target: Target = { id: 'las', party: LAS, kind: 'las', settings: seal(keyring, settings), createdAt: FROM };
    await store.addSchool(school(id));
    await store.addParty(party(VENDOR));
    await store.addParty(
      party(LAS, { role: 'las', ...(endpoint === undefined ? {} : { endpoint }), connection: seal(keyring, connection), ...setup.party }),
    );
    await store.addAgreements(
      [agreement('ag-1', { school: id, party: LAS, from: FROM, infourl: { keep: 'all' }, ...setup.agreement })],
      credential('cr-1', { party: LAS, schools: [id], from: FROM, sealed: keyring.sealSecret(key) }),
    );
    await store.addTarget(target);
    const { extensions } = setup;
    const sender = makeLasSender({ store, keyring, allowTargets: HERE, ...(extensions === undefined ? {} : { extensions }) });
    const remove = async () => {
      await sender.close();
      await store.close();
      await place.remove();
    };
    return new SendingSchool(store, keyring, target, sender, { ...setup, school: id }, remove);
  }

  /** Stores results as a vendor brought them, on their way to the administration. */
  async accept(message: LeerresultatenVerzoek, version: UwlrVersion, from = VENDOR): Promise<void> {
    const { school: id, extensions } = this.setup;
    if (schoolId(message.school) !== id) throw new Error('a message for another school');
    accepted += 1;
    const rows = deliverRows({
      message: uwlrMessage(message),
      version,
      party: from,
      school: id,
      infourl: { keep: 'all' },
      schoolKey: await this.schoolKey(),
      aliases: new Map(),
      ...(extensions === undefined ? {} : { extensions }),
    });
    await this.store.commit({ ...delivery(`m${accepted}`, { school: id, party: from, targets: [this.target.id] }), ...rows });
  }

  schoolKey() {
    return new SchoolKeys(this.store, this.keyring).of(this.setup.school);
  }

  /** The batch in front, and what a sender gets of it. */
  async take(at: Date = new Date(), limit = 1000): Promise<{ readonly batch: TakenBatch; readonly shipment: Shipment }> {
    const until = new Date(at.getTime() + 60_000).toISOString();
    const request = { target: this.target.id, owner: 'test', at: at.toISOString(), until, limit, busy: [] };
    const batch = await this.store.outbox.take(request);
    if (batch === undefined) throw new Error('there is nothing to take');
    return { batch, shipment: await this.shipment(batch, at) };
  }

  async shipment(batch: TakenBatch, now: Date): Promise<Shipment> {
    const directory = await this.store.directory();
    const items = await this.store.outbox.batchItems(batch.id);
    const results = items.flatMap(({ content }) => (content === undefined ? [] : [content.result]));
    const { items: assessments } = await this.store.assessments({ school: this.setup.school, limit: 1000 });
    return {
      batch,
      items,
      assessments: assessments.filter(({ code }) => results.some(({ activity }) => activity.code === code.value)),
      target: directory.targets.get(batch.target) as Target,
      school: school(this.setup.school),
      party: directory.parties.get(LAS) as Party,
      agreement: directory.agreements.all().find((one) => one.party === LAS) as Agreement,
      schoolKey: await this.schoolKey(),
      now,
      signal: new AbortController().signal,
    };
  }

  /** Takes what is in front, and sends it. */
  async send(at?: Date): Promise<Sent> {
    return this.sender.send((await this.take(at)).shipment);
  }

  close(): Promise<void> {
    return this.remove();
  }
}

let accepted = 0;

function seal(keyring: Keyring, value: unknown): Uint8Array {
  return keyring.sealSecret(JSON.stringify(value));
}
