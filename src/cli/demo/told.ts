import { negativeAnswer } from '../terminal/command-error.js';

/** Ends the demo when a step did not happen as it is told. */
export function expectTold(happened: boolean, otherwise: string): asserts happened {
  if (!happened) throw negativeAnswer(`the demo went wrong: ${otherwise}`);
}
