import { setTimeout as wait } from 'node:timers/promises';
import { isAnswer } from '../http/whole-message.js';
import type { Fault } from './fault.js';

const kind = 'connection' as const;

/** What can go wrong with a connection. */
export const CONNECTION_FAULTS: readonly Fault[] = [
  {
    name: 'slow',
    kind,
    does: 'answers after a wait (`--fault-wait`)',
    start: (waitMs) => async (request, next) => {
      const answer = await next(request);
      await wait(waitMs, undefined, { ref: false });
      return answer;
    },
  },
  { name: 'silence', kind, does: 'reads the message, and never answers', start: () => async () => 'silence' },
  { name: 'hang-up', kind, does: 'ends the connection before it has done anything', start: () => async () => 'hang-up' },
  {
    name: 'answer-lost',
    kind,
    does: 'handles the message, and ends the connection before it has answered',
    start: () => async (request, next) => {
      await next(request);
      return 'hang-up';
    },
  },
  {
    name: 'answer-cut',
    kind,
    does: 'handles the message, and ends the connection halfway through its answer',
    start: () => async (request, next) => {
      const answer = await next(request);
      return isAnswer(answer) ? { halfOf: answer } : answer;
    },
  },
];
