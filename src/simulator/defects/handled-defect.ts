import { type Handling, isAnswer, type WholeAnswer, type WholeRequest } from '../http/whole-message.js';
import type { Defect } from './defect.js';

/** A defect in how a partner handles requests; `S`: the partner as it is without it. */
export interface HandledDefect<S> extends Defect {
  /** Called once for each partner: what the handling remembers, it remembers from one request to the next. */
  start(sound: S): Handling;
}

/** Its answer is wrong as HTTP has it: status, headers, bytes. Of answers to messages only. */
export function missends(
  name: string,
  breaks: string,
  does: string,
  edit: (answer: WholeAnswer, request: WholeRequest) => WholeAnswer,
): HandledDefect<unknown> {
  return {
    name,
    breaks,
    does,
    start: () => async (request, next) => {
      const answer = await next(request);
      return request.method === 'POST' && isAnswer(answer) ? edit(answer, request) : answer;
    },
  };
}
