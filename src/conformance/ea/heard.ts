import type { Received } from './received.js';

/** What the scripted administration did with a request. */
export interface Done {
  /** `broken`: it ended the connection without an answer. `nothing`: an answer that says nothing of the message. */
  readonly what: 'data' | 'unchanged' | 'none' | 'confirmed' | 'fault' | 'nothing' | 'broken' | 'wsdl';
  /** Of a fault. */
  readonly code?: string;
  /** aanmaakdatum of data. */
  readonly madeAt?: string;
  /** Number of the state of the school that the data are of, from 0. */
  readonly state?: number;
  /** Why the request was refused although no step says so: credentials, version, school. */
  readonly refusal?: 'credentials' | 'school' | 'version' | 'unreadable';
}

/** A request of the client with all that the suite knows of it. */
export interface Heard extends Received {
  /** Number of the exchange. */
  readonly exchange: number;
  /** The step that it was part of; undefined when it was refused before any step, or came when no step of its kind was left. */
  readonly step?: string;
  /** Within its step, from 0: the rest are repetitions while the suite was looking for them. */
  readonly turn: number;
  readonly done: Done;
  /** Milliseconds since 1970 at its last byte, and at the end of the answer. */
  readonly at: number;
  readonly answeredAt: number;
  /** The client ended the connection before the answer was whole. */
  readonly gaveUp: boolean;
}
