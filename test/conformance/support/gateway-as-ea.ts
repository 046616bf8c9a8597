import { setTimeout as wait } from 'node:timers/promises';
import { type EaRun, runEa } from '../../../src/conformance/ea/run-ea.js';
import type { DeliveryObserver } from '../../../src/delivery/delivery-observer.js';
import { Senders } from '../../../src/delivery/targets/senders.js';
import { DeliveryWorker } from '../../../src/delivery/worker.js';
import type { Learner } from '../../../src/model/roster/roster.js';
import type { UwlrVersion } from '../../../src/uwlr/finding.js';
import type { LeerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';
import { SendingSchool } from '../../delivery/las/support/sending-school.js';
import { FetchingSchool } from '../../exchange/sync/support/fetching-school.js';
import { EA_CONFIG } from './ea-run.js';

const SUBJECTS = 'http://purl.edustandaard.nl/concept/328cc12a-87b2-41c4-aef8-853595f9f9dd';
/** Versions in which results can have one. */
const WITH_ECK_ID: readonly UwlrVersion[] = ['2.2', '2.3'];
const nothing = () => undefined;
/** Between two rounds: longer than the suite watches for repetitions. */
const ROUND_MS = 400;

/**
 * Tests the gateway as it stands towards an administration: it syncs round after round, and its delivery worker sends on what a vendor
 * brought.
 */
export async function runGatewayAsEa(version: UwlrVersion): Promise<EaRun> {
  const over = new AbortController();
  let playing: Promise<void> | undefined;
  try {
    return await runEa({
      config: { ...EA_CONFIG, versions: [version], patienceMs: 30_000, watchMs: 150, slowMs: 250 },
      level: 'full',
      onListening: ({ endpoint, resultsEndpoint }) => {
        playing = play(endpoint, resultsEndpoint, version, over.signal);
        playing.catch(nothing);
      },
    });
  } finally {
    over.abort();
    await playing;
  }
}

async function play(endpoint: string, resultsEndpoint: string, version: UwlrVersion, over: AbortSignal): Promise<void> {
  const party = { version };
  const fetching = await FetchingSchool.at(endpoint, { party });
  const sending = await SendingSchool.at({ endpoint: resultsEndpoint, settings: { version }, party });
  const { store, keyring, target } = sending;
  const observer: DeliveryObserver = {
    attemptEnded: nothing,
    deliveriesEnded: nothing,
    targetHeld: () => resumeLater(),
    circuitOpened: nothing,
    circuitClosed: nothing,
    leaseLost: nothing,
    failed: nothing,
  };
  /** As an administrator does who has seen to it. */
  const resumeLater = () => {
    wait(ROUND_MS, undefined, { signal: over })
      .then(() => store.outbox.resumeTarget(target.id, new Date().toISOString()))
      .then(() => worker.poke(), nothing);
  };
  const worker = new DeliveryWorker({
    store,
    keyring,
    senders: new Senders({ store, keyring, allowTargets: ['localhost', '127.0.0.0/8', '::1'] }),
    observer,
    concurrency: 1,
    perTarget: 1,
    leaseSeconds: 60,
    graceSeconds: 5,
    // Waits as short as they come, and longer than the suite watches.
    random: () => 0.15,
  });
  try {
    for (let round = 1; !over.aborted; round += 1) {
      const { retryAfter = 0 } = await fetching.run({ acceptShrink: true });
      const learners = await fetching.roster().then(
        (roster) => roster.learners.slice(0, 2),
        () => [],
      );
      if (learners.length > 0) await sending.accept(messageOf(learners, round, version), version);
      worker.poke();
      await wait(Math.max(ROUND_MS, retryAfter * 1100));
    }
  } finally {
    await worker.stop();
    await sending.close();
    await fetching.close();
  }
}

/** What a vendor brought: one result of each of these pupils, each round of another test. */
function messageOf(learners: readonly Learner[], round: number, version: UwlrVersion): LeerresultatenVerzoek {
  const toetscode = `gateway-rekenen-${round}`;
  return {
    school: { schooljaar: EA_CONFIG.schoolYear, brincode: '99XX', aanmaakdatum: new Date().toISOString(), xsdversie: version },
    toetsafnames: {
      toetsafname: learners.map(({ key: leerlingid = '', eckId }) => ({
        leerlingid,
        ...(eckId === undefined || !WITH_ECK_ID.includes(version) ? {} : { eckid: eckId }),
        resultaten: {
          resultaat: [{ key: `gateway-${round}-${leerlingid}`, afnamedatum: '2026-11-23', toetscode, score: String(round % 10) }],
        },
      })),
    },
    toetsen: {
      toets: [
        { toetscode: { value: toetscode }, toetsnaam: 'Rekenen', vakgebied: { value: 'Rekenen en wiskunde', vocabulaire: SUBJECTS } },
      ],
    },
  } as unknown as LeerresultatenVerzoek;
}
