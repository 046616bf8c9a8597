import type { CheckedMessage } from './check-message.js';

/** What is kept of a file of a run, by the name under which it was given: its elements are not. */
export interface CheckedFile extends Pick<CheckedMessage, 'kind' | 'version' | 'schemaValid' | 'rules'> {
  readonly file: string;
  /** Name of the message's root element; absent when it is none of the standard. */
  readonly name?: string;
}

/** The files of a run. */
export interface FileSubject {
  readonly files: readonly CheckedFile[];
}

export function checkedFile(file: string, { kind, version, schemaValid, rules, message, root }: CheckedMessage): CheckedFile {
  return {
    file,
    kind,
    rules,
    ...(version === undefined ? {} : { version }),
    ...(schemaValid === undefined ? {} : { schemaValid }),
    ...(message === undefined || root === undefined ? {} : { name: message.local }),
  };
}
