import type { CheckedMessage } from './check-message.js';

/** A file of a run, by the name under which it was given. */
export interface CheckedFile extends CheckedMessage {
  readonly file: string;
}

/** The files of a run. */
export interface FileSubject {
  readonly files: readonly CheckedFile[];
}
