import type { UwlrVersion } from '../../../uwlr/finding.js';
import type { Level } from '../../conformance-test.js';
import type { EaConfig } from '../ea-config.js';
import type { Done } from '../heard.js';
import type { Received } from '../received.js';
import type { ScriptedSchool } from '../school/scripted-school.js';

/** What goes over the connection. */
export interface Reply {
  readonly done: Done;
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait before the answer. */
  readonly afterMs?: number;
  /** Ends the connection after this share of the body, 0 to 1. */
  readonly breakAt?: number;
}

export interface StepContext {
  readonly received: Received;
  readonly school: ScriptedSchool;
  readonly config: EaConfig;
}

/** One thing that the scripted administration does, the next time that the client does what the step waits for. */
export interface Step {
  /** Stable: `pupils/first`. */
  readonly id: string;
  readonly kind: 'pupils' | 'results';
  readonly level: Level;
  /** What the person at the client does, when it does not do that by itself. */
  readonly en: string;
  readonly nl: string;
  /** It looks whether the client repeats itself: requests of this kind get the same reply until none came for a while. */
  readonly watches?: true;
  /** Step of the other kind that has to be over first. */
  readonly after?: string;
  /** Before its first request is answered. */
  readonly begin?: (school: ScriptedSchool, config: EaConfig, version: UwlrVersion) => void;
  reply(context: StepContext): Reply;
}
