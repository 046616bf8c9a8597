import { supplied } from '../../core/supplied.js';
import { ROOTS } from '../../uwlr/messages/catalogue.js';
import type { CheckedMessage } from './check-message.js';

/** What is kept of a file of a run, by the name under which it was given: its elements are not. */
export interface CheckedFile extends Pick<CheckedMessage, 'kind' | 'version' | 'schemaValid' | 'rules'> {
  readonly file: string;
  /** Name of the message's root element; absent when it is none of the standard. */
  readonly name?: string;
  /** The name is one of the standard, and its namespace is not. */
  readonly otherNamespace?: true;
}

/** The files of a run. */
export interface FileSubject {
  readonly files: readonly CheckedFile[];
}

const NAMES = new Set(ROOTS.map(({ element }) => element.name));

export function checkedFile(file: string, { kind, version, schemaValid, rules, message }: CheckedMessage): CheckedFile {
  return {
    file,
    kind,
    rules,
    ...supplied({ version, schemaValid }),
    ...(message === undefined || !NAMES.has(message.local) ? {} : { name: message.local }),
    ...(kind === 'unknown' && message !== undefined && NAMES.has(message.local) ? { otherNamespace: true } : {}),
  };
}
