import type { AnyQuery } from '../../sql/query.js';
import type { Step } from '../../sql/script.js';
import { statementOf } from '../statement.js';
import { type Answer, type Asked, asked } from './trip.js';

export function queryAsked(query: AnyQuery, values: unknown): Asked {
  return asked(statementOf(query), values);
}

/** The statements of a step. */
export function stepAsked(step: Step): readonly Asked[] {
  switch (step.do) {
    case 'rows':
    case 'count':
      return [queryAsked(step.query, step.values)];
    case 'many':
      return step.values.map((values) => queryAsked(step.query, values));
    case 'together':
      return step.steps.flatMap(stepAsked);
    default:
      throw new Error(`the step ${step.do} does not go together with others`);
  }
}

/** What a step came to, from the answers to its statements. */
export function stepValue(step: Step, answers: Iterator<Answer>): unknown {
  switch (step.do) {
    case 'rows':
      return answers.next().value!.rows;
    case 'count':
      return answers.next().value!.count;
    case 'many':
      return step.values.reduce<number>((sum) => sum + (answers.next().value as Answer).count, 0);
    case 'together':
      return step.steps.map((one) => stepValue(one, answers));
    default:
      return undefined;
  }
}
