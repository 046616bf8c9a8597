import { edited, isAnswer, textOf } from '../../http/whole-message.js';
import { type LasDefect, mishandles } from '../las-defect.js';

/** It does something wrong each second time that the same question comes. */
export function everySecondTime(name: string, breaks: string, does: string, edit: (xml: string, question: string) => string): LasDefect {
  return mishandles(name, breaks, does, () => {
    const asked = new Map<string, number>();
    return async (request, next) => {
      const answer = await next(request);
      if (request.method !== 'POST' || !isAnswer(answer)) return answer;
      const question = textOf(request) ?? '';
      const count = (asked.get(question) ?? 0) + 1;
      asked.set(question, count);
      return count % 2 === 0 ? edited(answer, (xml) => edit(xml, question)) : answer;
    };
  });
}
