import { supplied } from '../../core/supplied.js';
import type { SuiteJudge } from '../judge/suite-judge.js';
import type { Evidence } from '../verdict.js';
import type { EaConfig } from './ea-config.js';
import type { Heard } from './heard.js';
import type { SchoolState } from './school/scripted-school.js';

/** A client under test: all that it sent, and what it got. */
export class EaSubject {
  /** In the order in which they came in. */
  readonly heard: readonly Heard[];

  constructor(
    readonly config: EaConfig,
    readonly judge: SuiteJudge,
    heard: readonly Heard[],
    /** What the school had, in the order in which it changed. */
    readonly states: readonly SchoolState[],
    /** Why there may be nothing to look at. */
    readonly ended: 'done' | 'silent' | 'stopped',
  ) {
    this.heard = [...heard].sort((one, other) => one.exchange - other.exchange);
  }

  /** Questions that begin a round, whatever they got. */
  get questions(): readonly Heard[] {
    return this.heard.filter(({ kind }) => kind === 'pupils');
  }

  /** All questions, those in steps too. */
  get asked(): readonly Heard[] {
    return this.heard.filter(({ kind }) => kind === 'pupils' || kind === 'further');
  }

  get results(): readonly Heard[] {
    return this.heard.filter(({ kind }) => kind === 'results');
  }

  /** Requests of one step. */
  of(step: string): readonly Heard[] {
    return this.heard.filter((one) => one.step === step);
  }

  /** Those of the same kind that came after one. */
  after(one: Heard): readonly Heard[] {
    return this.heard.filter((other) => other.exchange > one.exchange && other.kind === one.kind);
  }

  /** Why there is nothing to judge: of a step that was not reached, or of messages that did not come. */
  missing(what: string): string {
    if (this.ended === 'stopped') return `the run was interrupted before ${what}`;
    if (this.ended === 'silent') return `the client stayed silent for too long before ${what}`;
    return `the client sent nothing that shows it: ${what}`;
  }
}

/** That a request was there. */
export function seen({ exchange, payload }: Heard, text: string, path = payload?.path): Evidence {
  return { kind: 'request', text, exchange, ...supplied({ path }) };
}
