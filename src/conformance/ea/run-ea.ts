import { supplied } from '../../core/supplied.js';
import { LEVELS, type Level } from '../conformance-test.js';
import { CouldNotTest } from '../could-not-test.js';
import { SuiteJudge } from '../judge/suite-judge.js';
import type { Learned } from '../report/report.js';
import { type RunOptions, type RunResult, runTests } from '../run.js';
import { Traffic } from '../traffic/traffic.js';
import type { EaConfig } from './ea-config.js';
import { EaSubject } from './ea-subject.js';
import type { EaTest } from './ea-test.js';
import { EA_TESTS } from './ea-tests.js';
import { learnedOf } from './learned.js';
import { ScriptedSchool } from './school/scripted-school.js';
import { Script, type ScriptEvents } from './script.js';
import { type ScriptedLasOptions, startScriptedLas } from './scripted-las.js';
import { ALL_STEPS } from './steps/all-steps.js';
import type { Step } from './steps/step.js';

export interface EaRunOptions extends Pick<RunOptions<EaSubject>, 'only' | 'onResult'>, Pick<ScriptedLasOptions, 'tls'> {
  readonly config: EaConfig;
  readonly level: Level;
  /** Directory of official XSDs. */
  readonly schemas?: string;
  /** Ends the waiting; what was done is judged. */
  readonly signal?: AbortSignal;
  readonly events?: ScriptEvents;
  /** Once it listens: where, and how to leave out a step. */
  readonly onListening?: (at: Listening) => void;
}

export interface Listening {
  readonly endpoint: string;
  readonly resultsEndpoint: string;
  readonly steps: number;
  skip(): void;
}

export interface EaRun extends RunResult {
  readonly traffic: Traffic;
  readonly judge: SuiteJudge['named'];
  readonly learned: Learned;
  readonly endpoint: string;
}

/** Stands up the scripted administration, waits for the client until the plan is done, and judges what came. Throws `CouldNotTest`, and
 * whatever went wrong in the suite itself. */
export async function runEa(options: EaRunOptions): Promise<EaRun> {
  const { config, level, only = () => true, schemas, signal, events = {}, onListening = () => undefined, tls } = options;
  const traffic = new Traffic();
  const judge = new SuiteJudge(schemas);
  const school = new ScriptedSchool(config);
  const script = new Script(planFor(EA_TESTS, level, only), school, config, events);
  try {
    const { host, port } = config;
    const las = await startScriptedLas({ host, port, script, traffic, ...supplied({ tls }) });
    const stop = () => script.stop();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const { endpoint, resultsEndpoint } = las;
      onListening({ endpoint, resultsEndpoint, steps: script.steps, skip: () => script.skip() });
      if (signal?.aborted === true) stop();
      else script.start();
      const ended = await script.over;
      await las.close();
      if (las.broke !== undefined) throw las.broke;
      if (las.heard.length === 0 && ended !== 'stopped')
        throw new CouldNotTest(
          `no client connected: let it use the two addresses before everything is left out, or wait longer than ${config.patienceMs / 1000} s (--wait)`,
        );
      const subject = new EaSubject(config, judge, las.heard, school.states, ended);
      const learned = learnedOf(subject);
      const { versions = [] } = learned;
      const result = await runTests<EaSubject>({
        ...supplied({ onResult: options.onResult }),
        only,
        role: 'ea',
        tests: EA_TESTS,
        versions: versions.length > 0 ? versions : config.versions,
        subject: () => subject,
        level,
        safe: false,
        traffic,
        reachable: () => Promise.resolve(true),
      });
      const early = ended === 'stopped' ? 'interrupted' : ended === 'silent' ? 'not-reached' : undefined;
      return { ...result, ...supplied({ ended: early }), traffic, judge: judge.named, learned, endpoint };
    } finally {
      signal?.removeEventListener('abort', stop);
      script.stop();
      await las.close();
    }
  } finally {
    judge.dispose();
  }
}

/** The steps that the tests of a run need, and nothing else. */
export function planFor(tests: readonly EaTest[], level: Level, only: (ids: readonly string[]) => boolean): readonly Step[] {
  const meant = tests.filter((test) => LEVELS.indexOf(test.level) <= LEVELS.indexOf(level) && only([test.id, test.requirement]));
  const needed = new Set(meant.flatMap(({ steps }) => steps));
  return ALL_STEPS.filter(({ id }) => needed.has(id));
}
