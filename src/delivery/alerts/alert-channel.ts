import type { AlertMessage } from './alert-message.js';

/** Why a message was not taken. Never anything of an answer. */
export interface NotTaken {
  /** Of an HTTP answer, or of SMTP. */
  readonly status?: number;
  readonly error?: unknown;
}

/** A way to tell people of trouble. Tries once; when to try again is for who calls it. Throws for nothing that the other end can do. */
export interface AlertChannel {
  readonly name: 'webhook' | 'mail';
  /** Undefined: it was taken. The same message may come twice, under the same id. */
  send(message: AlertMessage): Promise<NotTaken | undefined>;
  close(): Promise<void>;
}
