import type { ClientBase } from 'pg';
import { type Answer, type Asked, asked, trip } from '../connection/trip.js';
import type { Statement } from '../statement.js';

/** A statement with what takes its answer. */
export interface Question {
  readonly asked: Asked;
  readonly take: (answer: Answer) => void;
}

/** A statement whose rows somebody takes. */
export function question<Row>(statement: Statement, values: unknown, take: (rows: readonly Row[]) => void): Question {
  return { asked: asked(statement, values), take: ({ rows }) => take(rows as readonly Row[]) };
}

/** One trip: statements that only write, then questions. */
export async function tripWith(client: ClientBase, first: readonly Asked[], questions: readonly Question[] = []): Promise<void> {
  const answers = await trip(client, [...first, ...questions.map((one) => one.asked)]);
  questions.forEach((one, at) => {
    one.take(answers[first.length + at]!);
  });
}
