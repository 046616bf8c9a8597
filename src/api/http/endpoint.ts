import type { Permission } from '../../directory/access/roles.js';
import type { Scope } from '../../directory/access/scopes.js';
import type { ReceiverNames } from '../../exchange/sight/receiver-names.js';
import type { Sight } from '../../exchange/sight/sight.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { OutgoingReads, PeopleReads } from '../reads/outgoing-reads.js';
import type { Actions } from '../reads/stores.js';
import type { PathId } from '../shapes/parameters/path-id.js';
import type { Parameters, Values } from './read-query.js';

/** A request that was let through: who may see it, and what is asked. */
interface Admitted<P extends Parameters> {
  /** The only school whose data may be in the answer. Empty: every school; only where the endpoint is `across` schools. */
  readonly school: string;
  /** Klantcode of who asks: the receiver of what is in the answer. */
  readonly client: string;
  /** Who asks, as the audit says it: see `actorOf`. */
  readonly actor: string;
  /** All that may be done with the token now. */
  readonly scopes: readonly string[];
  /** Id in the roster of the member of staff who asks. Absent: the token is of nobody in particular. */
  readonly teacher?: string;
  /** Whose data may be in the answer. Undefined: everybody's of the school. `reads` keeps to it by itself. */
  sight(): Promise<Sight | undefined>;
  /** Id of the agreement that opens the path; absent for a role. */
  readonly agreement?: string;
  /** The `{id}` of the path; empty when the path has none. */
  readonly id: string;
  /** The `{goal}` of the path; empty when the path has none. */
  readonly goal: string;
  readonly query: Values<P>;
  readonly now: Date;
  /** Opens what is sealed of the school. */
  schoolKey(): Promise<SchoolKey>;
  /** What the client calls people, groups and results. What is told in the answer is remembered before it leaves. */
  names(): Promise<ReceiverNames>;
}

/** A request to read. All that a handler has of the store is what may leave. */
export interface Call<P extends Parameters> extends Admitted<P> {
  readonly reads: OutgoingReads;
}

/** A request to do something. */
export interface ActingCall<P extends Parameters> extends Admitted<P> {
  readonly actions: Actions;
  /** Who and what there is to act on, as far as the token sees it. */
  readonly people: PeopleReads;
}

export interface Answer {
  readonly body: object;
  /** Where the next page begins. It goes out, in the body and in the header `Link`, as a cursor that only this client can use. */
  readonly next?: string;
  /** As `Endpoint.state`, for this very body. */
  readonly state?: string;
  /** Where a browser is sent on to; only where the endpoint `redirects`. */
  readonly location?: string;
}

/** What is said of any path. The routes and the OpenAPI document are both made from it. */
interface Described<P extends Parameters> {
  /** As OpenAPI writes it: `/results/{id}`. */
  readonly path: string;
  readonly operation: string;
  readonly summary: string;
  readonly description: string;
  /** Any one of these opens it. */
  readonly scopes: readonly [Permission, ...Permission[]];
  /** Each of these is needed besides: for what the answer has of another kind. */
  readonly also?: readonly Permission[];
  /** The scope that `identities=true` asks for besides; only for paths that have that parameter. */
  readonly identities?: Scope;
  /** True: with a token that is bound to no school it is about all of them, unless `school` names one. */
  readonly across?: true;
  /** In the query of what is read; of what is done the members of the JSON object that is its body. */
  readonly parameters: P;
  /** A body, for what is done with one. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** True: it may not go together with what is there, which is the problem `conflict`. */
  readonly conflicts?: true;
  /** True: its body names somebody or something that may not be there, which is the problem `not-found`. */
  readonly refers?: true;
  /** What `{id}` is; only for paths that have it. */
  readonly id?: PathId;
  /** What `{goal}` is; only for paths that have it. */
  readonly goal?: PathId;
  readonly answer: {
    /** Name under `components/schemas`. */
    readonly schema: string;
    readonly description: string;
    readonly example: unknown;
    /** The same with `identities=true`. */
    readonly identified?: unknown;
  };
}

/** A path that is read, with GET or HEAD. */
export interface ReadEndpoint<P extends Parameters = Parameters> extends Described<P> {
  readonly method?: undefined;
  readonly posted?: undefined;
  /** Whose data are in the answer: then the audit says who read how many of them, and which fields, before it goes out. */
  readonly reads?: 'learners' | 'teachers' | 'results' | 'memberships' | 'deliveries' | 'links' | 'signals' | 'annotations' | 'goals';
  /** True: it sends a browser on to another address. */
  readonly redirects?: true;
  /**
   * Says in little work what the answer hangs from: as long as it gives the same text, the same request has the same answer.
   * Absent: the answer has to be made to know whether it is another one.
   */
  state?(call: Call<P>): Promise<string>;
  /** Gives undefined when there is no such thing in this school. */
  handle(call: Call<P>): Promise<Answer | undefined>;
}

/** A path where something is done, with POST. */
export interface ActingEndpoint<P extends Parameters = Parameters> extends Described<P> {
  readonly method: 'post';
  readonly posted?: undefined;
  readonly reads?: undefined;
  /** As that of a `ReadEndpoint`. */
  handle(call: ActingCall<P>): Promise<Answer | undefined>;
}

/** A path where results or signals are posted, see `serve-posting.ts` and `serve-signals.ts`. */
export interface PostingEndpoint<P extends Parameters = Parameters> extends Described<P> {
  readonly method: 'post';
  /** The body has this shape, a name under `components/schemas`. */
  readonly posted: 'PostedResults' | 'PostedSignals';
  readonly reads?: undefined;
}

export type Endpoint<P extends Parameters = Parameters> = ReadEndpoint<P> | ActingEndpoint<P> | PostingEndpoint<P>;

/** Ties the type of the query to the parameters. */
export function endpoint<P extends Parameters>(description: Endpoint<P>): Endpoint {
  return description;
}
