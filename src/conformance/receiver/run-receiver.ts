import type { Level } from '../conformance-test.js';
import { CouldNotTest } from '../could-not-test.js';
import { maskUrl } from '../mask/mask-headers.js';
import { type RunOptions, type RunResult, runTests, type TestResult } from '../run.js';
import { HttpClient, type HttpClientOptions } from '../traffic/http-client.js';
import { Traffic } from '../traffic/traffic.js';
import { TROUBLE_WORDS } from '../traffic/trouble-words.js';
import type { ReceiverConfig } from './receiver-config.js';
import { LedgerReader } from './receiver-ledger.js';
import { ReceiverSubject } from './receiver-subject.js';
import { RECEIVER_TESTS } from './receiver-tests.js';

export interface ReceiverRunOptions extends Pick<RunOptions<ReceiverSubject>, 'only' | 'signal' | 'onResult'> {
  readonly config: ReceiverConfig;
  readonly level: Level;
  readonly tls?: Pick<HttpClientOptions, 'ca' | 'pfx' | 'passphrase' | 'cert' | 'key'>;
}

export interface ReceiverRun extends RunResult {
  readonly traffic: Traffic;
}

/** Tests a receiver of webhooks. Throws `CouldNotTest` when nothing answers there, or its ledger cannot be read. */
export async function runReceiver(options: ReceiverRunOptions): Promise<ReceiverRun> {
  const { config, tls } = options;
  const traffic = new Traffic();
  const http = new HttpClient({ patienceMs: config.patienceMs, ...tls, onExchange: traffic.add });
  const ledger = config.ledger === undefined ? undefined : new LedgerReader(config.ledger, config.patienceMs);
  const subject = new ReceiverSubject(config, http, ledger);
  try {
    await answers(subject);
    await ledger?.read();
    const result = await runTests<ReceiverSubject>({
      ...options,
      onResult: (result, done, total) => options.onResult?.(withoutVersion(result), done, total),
      role: 'receiver',
      tests: RECEIVER_TESTS,
      versions: ANY_VERSION,
      safe: config.safe,
      traffic,
      subject: () => subject,
      reachable: async () =>
        (await subject.deliver([subject.invent.nothing()])).some(({ status, isPage }) => status !== undefined && !isPage),
    });
    await subject.withdrawAll();
    const whole = subject.ledgerLost ? { ended: 'ledger-lost' as const, ...result } : result;
    return { ...whole, tests: result.tests.map(withoutVersion), traffic };
  } finally {
    await ledger?.close();
    await http.close();
  }
}

/** Our webhook does not depend on the version of UWLR; the runner needs one. */
const ANY_VERSION = ['2.2'] as const;

function withoutVersion({ version: _, ...result }: TestResult): TestResult {
  return result;
}

/** Nothing there that could be a receiver: no verdict is possible. */
async function answers(subject: ReceiverSubject): Promise<void> {
  const [answer] = await subject.deliver([subject.invent.nothing()]);
  const { url } = subject.config;
  const { trouble, answer: received } = answer?.exchange ?? {};
  if (trouble !== undefined) throw new CouldNotTest(`${maskUrl(url)}: ${TROUBLE_WORDS[trouble]}`);
  const isSitePage = received !== undefined && isElsewhere(received.status) && /html/i.test(received.headers['content-type'] ?? '');
  if (answer?.isPage === true || isSitePage)
    throw new CouldNotTest(`${maskUrl(url)}: an HTML page answers (HTTP ${answer?.status}): is this the address of the receiver?`);
}

/** Statuses of a server that has no receiver at this address. */
function isElsewhere(status: number): boolean {
  return (status >= 300 && status < 400) || status === 404 || status === 405;
}
