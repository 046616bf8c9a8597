import type { EaConfig } from './ea-config.js';
import type { Received } from './received.js';
import type { ScriptedSchool } from './school/scripted-school.js';
import { refusalOf, versionSpoken } from './steps/door.js';
import { confirmed, data, unchanged } from './steps/replies.js';
import type { Reply, Step } from './steps/step.js';

/** Most requests that one step takes while it looks for repetitions. */
const MOST_TURNS = 8;
/** Parts in which silence is waited for. While this process is busy it hears nobody: that counts as one part, however long it takes. */
const PARTS = 20;

export interface ScriptEvents {
  /** What the client has to do now. Told again only when that changes. */
  readonly waiting?: (step: Step, left: number) => void;
  /** A step got its request. `watching`: it looks for repetitions first. */
  readonly reached?: (step: Step, watching: boolean) => void;
  /** A request that no step could use. */
  readonly refused?: (refusal: string) => void;
}

interface Track {
  readonly steps: Step[];
  /** Requests that the first of them had. */
  turns: number;
  watching?: NodeJS.Timeout;
}

/** What a request gets, and as part of which step. */
export interface Played {
  readonly reply: Reply;
  readonly step?: string;
  readonly turn: number;
}

/**
 * The plan of a run while it is played: questions for pupil data and messages with results each have their own row of steps, so a client
 * that polls needs nobody. A step that nothing came for is given up after `patienceMs`; two in a row end the run, and so does the end of the
 * plan.
 */
export class Script {
  readonly over: Promise<'done' | 'silent' | 'stopped'>;
  readonly #tracks: Readonly<Record<'pupils' | 'results', Track>>;
  #end: (how: 'done' | 'silent' | 'stopped') => void = () => undefined;
  #idle: NodeJS.Timeout | undefined;
  #told: Step | undefined;
  #ended = false;
  #gaveUp = false;
  /** Times in a row that nothing came. */
  #silences = 0;
  /** Requests of steps whose answer is not out yet. */
  #answering = 0;
  readonly #heardOf = new Set<Step['kind']>();

  constructor(
    private readonly plan: readonly Step[],
    private readonly school: ScriptedSchool,
    private readonly config: EaConfig,
    private readonly events: ScriptEvents = {},
  ) {
    const track = (kind: Step['kind']): Track => ({ steps: plan.filter((step) => step.kind === kind), turns: 0 });
    this.#tracks = { pupils: track('pupils'), results: track('results') };
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** How many the plan has. */
  get steps(): number {
    return this.plan.length;
  }

  start(): void {
    this.#next();
  }

  stop(how: 'done' | 'silent' | 'stopped' = 'stopped'): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#idle);
    for (const { watching } of Object.values(this.#tracks)) clearTimeout(watching);
    this.#end(how);
  }

  /** Leaves out the step that is waited for: the client cannot do it. */
  skip(): void {
    const step = this.#awaited();
    if (step !== undefined) this.#finish(step.kind);
  }

  play(received: Received): Played {
    const refusal = refusalOf(received, this.config);
    if (refusal !== undefined) {
      this.events.refused?.(refusal.done.refusal ?? 'unreadable');
      return { reply: refusal, turn: 0 };
    }
    const version = versionSpoken(received, this.config);
    const understood = version === undefined ? received : { ...received, version };
    const context = { received: understood, school: this.school, config: this.config };
    const usual = () =>
      received.kind === 'results' ? confirmed(context) : received.kind === 'pupils' ? unchanged(context) : data(context);
    if (received.kind !== 'pupils' && received.kind !== 'results') return { reply: usual(), turn: 0 };
    this.#heardOf.add(received.kind);
    const track = this.#tracks[received.kind];
    const step = this.#current(track);
    if (step === undefined || this.#ended) return { reply: usual(), turn: 0 };
    const turn = track.turns;
    track.turns += 1;
    clearTimeout(track.watching);
    if (turn === 0) step.begin?.(this.school, this.config, version ?? '2.2');
    const reply = step.reply(context);
    this.#silences = 0;
    if (turn === 0) this.events.reached?.(step, step.watches === true);
    // While an answer is on its way nobody is silent.
    this.#answering += 1;
    clearTimeout(this.#idle);
    return { reply, step: step.id, turn };
  }

  /** An answer has gone out: the step is over, or from here on a repetition counts. */
  answered({ step, turn }: Played): void {
    if (step !== undefined) {
      this.#answering -= 1;
      this.#wait();
    }
    const track = Object.values(this.#tracks).find(({ steps }) => step !== undefined && steps[0]?.id === step);
    const [current] = track?.steps ?? [];
    if (track === undefined || current === undefined || this.#ended) return;
    clearTimeout(track.watching);
    if (current.watches !== true || turn + 1 >= MOST_TURNS) this.#finish(current.kind);
    else track.watching = setTimeout(() => this.#finish(current.kind), this.config.watchMs);
  }

  /** The step of a row that can be done now. A client that does one of the two things only waits for nothing of the other. */
  #current({ steps: [first] }: Track): Step | undefined {
    if (first?.after === undefined || this.#isOver(first.after)) return first;
    return this.#heardOf.has(first.kind === 'pupils' ? 'results' : 'pupils') ? undefined : first;
  }

  #isOver(id: string): boolean {
    return !Object.values(this.#tracks).some(({ steps }) => steps.some((step) => step.id === id));
  }

  #finish(kind: Step['kind']): void {
    const track = this.#tracks[kind];
    clearTimeout(track.watching);
    track.steps.shift();
    track.turns = 0;
    this.#next();
  }

  /** The first in the plan that is not over and can be done. */
  #awaited(): Step | undefined {
    const open = Object.values(this.#tracks).flatMap((track) => this.#current(track) ?? []);
    return this.plan.find((step) => open.includes(step));
  }

  #next(): void {
    if (this.#ended) return;
    const step = this.#awaited();
    if (step === undefined) {
      this.stop(this.#gaveUp ? 'silent' : 'done');
      return;
    }
    this.#wait();
    const watching = this.#tracks[step.kind].turns > 0;
    if (step === this.#told || watching) return;
    this.#told = step;
    this.events.waiting?.(step, this.#tracks.pupils.steps.length + this.#tracks.results.steps.length);
  }

  #wait(): void {
    clearTimeout(this.#idle);
    if (!this.#ended && this.#answering === 0) this.#listen(PARTS);
  }

  #listen(parts: number): void {
    if (parts === 0) this.#giveUp();
    else this.#idle = setTimeout(() => this.#listen(parts - 1), this.config.patienceMs / PARTS);
  }

  #giveUp(): void {
    this.#silences += 1;
    if (this.#silences > 1) {
      this.stop('silent');
      return;
    }
    for (const kind of ['pupils', 'results'] as const) {
      const { steps } = this.#tracks[kind];
      if (!this.#heardOf.has(kind)) steps.length = 0;
      else if (this.#current(this.#tracks[kind]) !== undefined) {
        steps.shift();
        this.#gaveUp = true;
      }
    }
    this.#next();
  }
}
