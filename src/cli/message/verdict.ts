import { supplied } from '../../core/supplied.js';
import type { Finding, UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import type { Verdict } from '../../xml/schema-judge.js';
import type { SchemaSet } from '../../xml/schema-set.js';
import { judgeMessage } from './judge-message.js';
import { type ReadOptions, readMessage } from './read-message.js';

/** What `uwlr validate --json` prints of a file (design, section 10). */
export interface MessageVerdict {
  readonly file: string;
  /** No finding of severity error, the rules beyond the XSDs included. */
  readonly valid: boolean;
  /** Shape, facets and the identity rules that have effect in the XSDs, the header included. */
  readonly schemaValid: boolean;
  /** Name of the root element; null when there is none that the standard knows. */
  readonly message: string | null;
  /** Version that it was read by; null when it was not read. */
  readonly version: UwlrVersion | null;
  /** The profile that it was held to; absent when none was asked for, or it is no answer with pupil data of UWLR 2. */
  readonly profile?: PupilProfile;
  /** In the order of the message, the first 200. */
  readonly findings: readonly Finding[];
  /** The verdict of libxml2; absent when none was asked for, or no schema is for this message. */
  readonly judge?: Verdict;
}

export interface VerdictOptions extends ReadOptions {
  readonly schemas?: SchemaSet;
}

/** Reads and judges a file. Throws `CommandError` when it cannot be read. */
export async function verdictOn(file: string, options: VerdictOptions): Promise<MessageVerdict> {
  const { intake, schemaValid, wellFormed } = await readMessage(file, options);
  const { name, message, profile, findings, wrongEnvelope } = intake;
  const judge = options.schemas === undefined || wrongEnvelope ? undefined : await judgeMessage(file, wellFormed, options.schemas, profile);
  return {
    file,
    valid: findings.valid,
    schemaValid,
    message: name,
    version: message === undefined ? null : message.version,
    ...supplied({ profile }),
    findings: [...findings.list].sort((a, b) => a.line - b.line || a.column - b.column),
    ...supplied({ judge }),
  };
}
