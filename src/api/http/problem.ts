import { OwnError } from '../../core/own-error.js';
import type { ProblemName } from './problems.js';

/** What is wrong with one parameter. `parameter` is its name, `*` when it is no name that could be shown; never a value. */
export interface ParameterFault {
  readonly parameter: string;
  readonly reason: string;
}

/** What is wrong with what was posted. `pointer` is a JSON pointer into the body (RFC 6901); nothing here is a value of it. */
export interface BodyFault {
  readonly pointer: string;
  /** Id of the rule, see `docs/rules.md`. */
  readonly rule: string;
  readonly message: string;
  readonly hint?: string;
}

interface Circumstances {
  readonly headers?: Readonly<Record<string, string>>;
  readonly parameters?: readonly ParameterFault[];
  readonly errors?: readonly BodyFault[];
  /** What the client came with is nothing that we ever gave out. */
  readonly guessed?: boolean;
  /** What it is in this case, in place of the words of the catalogue. */
  readonly detail?: string | undefined;
}

/** Ends a request with a problem of the catalogue. */
export class Problem extends OwnError {
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: readonly ParameterFault[] | undefined;
  readonly errors: readonly BodyFault[] | undefined;
  readonly guessed: boolean;
  readonly detail: string | undefined;

  constructor(
    readonly problem: ProblemName,
    { headers = {}, parameters, errors, guessed = false, detail }: Circumstances = {},
  ) {
    super(problem, problem);
    this.headers = headers;
    this.parameters = parameters;
    this.errors = errors;
    this.guessed = guessed;
    this.detail = detail;
  }
}
