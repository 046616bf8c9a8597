import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';
import { edited, type Handling, isAnswer, textOf } from '../http/whole-message.js';
import type { HandledDefect } from './handled-defect.js';

/** The administration that has the defect, as it is without it. */
export interface SoundLas {
  /** What callers have to present. */
  readonly caller: Autorisatie;
  /** Id of its school. */
  readonly school: string;
}

/** In which administration a defect shows, when not in the usual one: a primary school, in every version, with the smallest set. */
export type Situation = 'secondary' | 'one-version' | 'lvs-set' | 'known-staff' | 'whole-set';

export interface LasDefect extends HandledDefect<SoundLas> {
  readonly shows?: Situation;
}

/** It reads something else than what came: a lenient administration. The edit gets and gives the whole envelope. */
export function misreads(name: string, breaks: string, does: string, edit: (xml: string, las: SoundLas) => string): LasDefect {
  return {
    name,
    breaks,
    does,
    start: (las) => (request, next) => next(request.method === 'POST' ? edited(request, (xml) => edit(xml, las)) : request),
  };
}

/**
 * It answers something else than it should. The edit gets and gives the whole envelope, of answers and faults alike; `question` is the
 * envelope that was asked, empty when it was no text.
 */
export function misanswers(
  name: string,
  breaks: string,
  does: string,
  edit: (xml: string, question: string, las: SoundLas) => string,
): LasDefect {
  return {
    name,
    breaks,
    does,
    start: (las) => async (request, next) => {
      const answer = await next(request);
      if (request.method !== 'POST' || !isAnswer(answer)) return answer;
      return edited(answer, (xml) => edit(xml, textOf(request) ?? '', las));
    },
  };
}

/** It gives another fault than the one that belongs here: every `code` becomes `instead`. */
export function misnames(name: string, breaks: string, code: string, instead: string): LasDefect {
  return misanswers(name, breaks, `It gives ${instead} where ${code} belongs.`, (xml) =>
    xml.replace(`${code}</faultcode>`, `${instead}</faultcode>`),
  );
}

/** Anything else: a new handling for each administration, with a memory if it needs one. */
export function mishandles(name: string, breaks: string, does: string, start: (las: SoundLas) => Handling): LasDefect {
  return { name, breaks, does, start };
}
