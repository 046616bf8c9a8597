import type { EaHabits } from '../ea/ea-habits.js';
import type { Defect } from './defect.js';

/** A message as it goes out. */
export interface OutgoingMessage {
  readonly kind: 'question' | 'results';
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whole envelope. */
  readonly xml: string;
}

export type EaEdit = (message: OutgoingMessage) => OutgoingMessage;

/** A single defect of a simulated client: in its messages (`edit`), or in what it does (`habits`). */
export interface EaDefect extends Defect {
  readonly edit?: EaEdit;
  readonly habits?: EaHabits;
}

/** Its questions, its results or both are written wrong. */
export function writes(
  name: string,
  breaks: string,
  does: string,
  edit: (xml: string) => string,
  kind?: OutgoingMessage['kind'],
): EaDefect {
  return {
    name,
    breaks,
    does,
    edit: (message) => (kind === undefined || kind === message.kind ? { ...message, xml: edit(message.xml) } : message),
  };
}

/** Its messages are sent wrong. */
export function sends(name: string, breaks: string, does: string, edit: EaEdit): EaDefect {
  return { name, breaks, does, edit };
}

/** It does something wrong. */
export function behaves(name: string, breaks: string, does: string, habits: EaHabits): EaDefect {
  return { name, breaks, does, habits };
}
