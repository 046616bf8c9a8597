import { edited, isAnswer, textOf } from '../../http/whole-message.js';
import { type LasDefect, mishandles } from '../las-defect.js';

type Edit = (xml: string, question: string) => string;

/** It does something wrong each second time that the same question comes. */
export function everySecondTime(name: string, breaks: string, does: string, edit: Edit): LasDefect {
  return whenAskedAgain(name, breaks, does, edit, (count) => count % 2 === 0);
}

/** It does something wrong each time that the same question comes, but for the first. */
export function eachLaterTime(name: string, breaks: string, does: string, edit: Edit): LasDefect {
  return whenAskedAgain(name, breaks, does, edit, (count) => count > 1);
}

function whenAskedAgain(name: string, breaks: string, does: string, edit: Edit, isWrong: (count: number) => boolean): LasDefect {
  return mishandles(name, breaks, does, () => {
    const asked = new Map<string, number>();
    return async (request, next) => {
      const answer = await next(request);
      if (request.method !== 'POST' || !isAnswer(answer)) return answer;
      const question = textOf(request) ?? '';
      const count = (asked.get(question) ?? 0) + 1;
      asked.set(question, count);
      return isWrong(count) ? edited(answer, (xml) => edit(xml, question)) : answer;
    };
  });
}
