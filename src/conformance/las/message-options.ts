/** Of a message; the rest is the usual. */
export interface MessageOptions {
  /** Whole header, as XML; '' for none. The right autorisatie unless given. */
  readonly header?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly soapAction?: string;
  readonly url?: string;
}
