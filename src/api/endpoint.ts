import type { Store } from '../store/store.js';
import type { Parameters, Values } from './read-query.js';
import type { Scope } from './scopes.js';

/** A request that was let through: who may see it, and what is asked. */
export interface Call<P extends Parameters> {
  readonly store: Store;
  /** School of the token: the only one whose data may be in the answer. */
  readonly school: string;
  /** The `{id}` of the path; empty when the path has none. */
  readonly id: string;
  readonly query: Values<P>;
}

export interface Answer {
  readonly body: unknown;
  /** Cursor of the next page. */
  readonly next?: string;
}

/** One path that can be read. The routes and the OpenAPI document are both made from these. */
export interface Endpoint<P extends Parameters = Parameters> {
  /** As OpenAPI writes it: `/results/{id}`. */
  readonly path: string;
  readonly operation: string;
  readonly summary: string;
  readonly description: string;
  readonly scope: Scope;
  readonly parameters: P;
  /** What `{id}` is; only for paths that have it. */
  readonly id?: string;
  readonly answer: {
    /** Name under `components/schemas`. */
    readonly schema: string;
    readonly description: string;
    readonly example: unknown;
  };
  /** Gives undefined when there is no such thing in this school. */
  handle(call: Call<P>): Promise<Answer | undefined>;
}

/** Ties the type of the query to the parameters. */
export function endpoint<P extends Parameters>(description: Endpoint<P>): Endpoint {
  return description;
}
