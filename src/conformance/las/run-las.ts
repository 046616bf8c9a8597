import type { Level } from '../conformance-test.js';
import { CouldNotTest } from '../could-not-test.js';
import { SuiteJudge } from '../judge/suite-judge.js';
import { maskUrl } from '../mask/mask-headers.js';
import { mayBeReal } from '../mask/may-be-real.js';
import { type SoapAnswer, soapAnswerOf } from '../reader/soap-answer.js';
import type { Learned } from '../report/report.js';
import { type RunOptions, type RunResult, runTests } from '../run.js';
import { HttpClient, type HttpClientOptions } from '../traffic/http-client.js';
import { Traffic } from '../traffic/traffic.js';
import { TROUBLE_WORDS } from '../traffic/trouble-words.js';
import type { LasConfig } from './las-config.js';
import { LasSubject } from './las-subject.js';
import { LAS_TESTS } from './las-tests.js';
import { learnedOf } from './learned.js';
import { ResultsClock } from './results-clock.js';

export interface LasRunOptions extends Pick<RunOptions<LasSubject>, 'only' | 'signal' | 'onResult'> {
  readonly config: LasConfig;
  readonly level: Level;
  /** Directory of official XSDs. */
  readonly schemas?: string;
  /** Ends the run at the first answer when that is about a school that may exist. */
  readonly onlySynthetic?: boolean;
  readonly tls?: Pick<HttpClientOptions, 'ca' | 'pfx' | 'passphrase' | 'cert' | 'key'>;
}

export interface LasRun extends RunResult {
  readonly learned: Learned;
  readonly traffic: Traffic;
  readonly judge: SuiteJudge['named'];
}

/** Tests a LAS. Throws `CouldNotTest` when nothing answers there that could be one. */
export async function runLas(options: LasRunOptions): Promise<LasRun> {
  const { config, schemas, tls } = options;
  const traffic = new Traffic();
  const judge = new SuiteJudge(schemas);
  const http = new HttpClient({ patienceMs: config.patienceMs, ...tls, onExchange: traffic.add });
  const [main] = config.versions;
  if (main === undefined) throw new CouldNotTest('no version of UWLR to test');
  const clock = new ResultsClock();
  const probe = async () => (await new LasSubject(config, main, judge, http).ask()).exchange;
  try {
    const answer = soapAnswerOf(await probe());
    const nobody = whyNobody(answer);
    if (nobody !== undefined) throw new CouldNotTest(`${maskUrl(config.url)}: ${nobody}`);
    if (options.onlySynthetic === true && mayBeReal([answer.exchange], 'answer'))
      throw new CouldNotTest(
        `${maskUrl(config.url)}: the answer is about a school that may exist: --authorised-by NAME says who allowed a test with its data`,
      );
    const { resultsUrl } = config;
    if (resultsUrl !== undefined && resultsUrl !== config.url && !config.safe) {
      // A question that this service does not know: it leaves nothing behind.
      const { trouble } = (await new LasSubject({ ...config, url: resultsUrl }, main, judge, http).ask()).exchange;
      if (trouble !== undefined) throw new CouldNotTest(`${maskUrl(resultsUrl)}: ${TROUBLE_WORDS[trouble]}`);
    }
    const result = await runTests<LasSubject>({
      ...options,
      role: 'las',
      tests: LAS_TESTS,
      versions: config.versions,
      safe: config.safe,
      traffic,
      subject: (version) => new LasSubject(config, version, judge, http, clock),
      reachable: async () => whyNobody(soapAnswerOf(await probe())) === undefined,
    });
    const learned = learnedOf({ answer, version: main, tests: result.tests, judge });
    return { ...result, learned, traffic, judge: judge.named };
  } finally {
    judge.dispose();
    await http.close();
  }
}

/** Statuses of something before a service, or of a server that has none at this address. */
const NOT_OF_SERVICE: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 502, 503, 504]);

/** Why nothing is there that could be a LAS, so that no verdict is possible; undefined: there may be. */
function whyNobody(answer: SoapAnswer): string | undefined {
  const { trouble, answer: received } = answer.exchange;
  if (trouble !== undefined) return TROUBLE_WORDS[trouble];
  if (answer.kind !== 'no-soap') return undefined;
  const { status } = answer;
  if (status >= 300 && status < 400) return `it sends elsewhere (HTTP ${status}): give the address of the service itself`;
  if (/html/i.test(received?.headers['content-type'] ?? ''))
    return `an HTML page answers (HTTP ${status}): is this the address of the service?`;
  return NOT_OF_SERVICE.has(status) ? `HTTP ${status} without SOAP answers: is this the address of the service, and is it up?` : undefined;
}
