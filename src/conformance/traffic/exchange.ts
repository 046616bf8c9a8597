/** Why no answer came. */
export type Trouble = 'unknown-host' | 'refused' | 'reset' | 'timeout' | 'tls' | 'not-http' | 'too-large';

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Of the whole body, when only its beginning is kept. */
  readonly bytes?: number;
}

export interface ReceivedAnswer {
  readonly status: number;
  /** Names in lower case; several of one name are joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it came, unzipped. */
  readonly body: Buffer;
  /** Of the whole body, when only its beginning is kept. */
  readonly bytes?: number;
  /** It came over the connection of the answer before it. Known of some only. */
  readonly onKept?: boolean;
}

/** One request and its answer, whole and unmasked: lives in memory only. */
export interface Exchange {
  /** From 1, in the order in which they were begun. */
  readonly number: number;
  readonly request: SentRequest;
  /** Absent when there was none. */
  readonly answer?: ReceivedAnswer;
  readonly trouble?: Trouble;
  /** From the first byte sent to the last one received. */
  readonly ms: number;
}
