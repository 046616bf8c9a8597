import type { ProblemName } from './problems.js';

/** What is wrong with one parameter. `parameter` is its name, `*` when it is no name that could be shown; never a value. */
export interface ParameterFault {
  readonly parameter: string;
  readonly reason: string;
}

interface Circumstances {
  readonly headers?: Readonly<Record<string, string>>;
  readonly parameters?: readonly ParameterFault[];
  /** What the client came with is nothing that we ever gave out. */
  readonly guessed?: boolean;
}

/** Ends a request with a problem of the catalogue. */
export class Problem extends Error {
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: readonly ParameterFault[] | undefined;
  readonly guessed: boolean;

  constructor(
    readonly problem: ProblemName,
    { headers = {}, parameters, guessed = false }: Circumstances = {},
  ) {
    super(problem);
    this.name = 'Problem';
    this.headers = headers;
    this.parameters = parameters;
    this.guessed = guessed;
  }
}
