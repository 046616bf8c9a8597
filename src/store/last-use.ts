/** What somebody proves itself with: an autorisatiesleutel, a bearer token, or a key of a REST client. */
export const USE_KINDS = ['key', 'token', 'client-key'] as const;
export type UseKind = (typeof USE_KINDS)[number];

/** That one of them was used. */
export interface LastUse {
  readonly kind: UseKind;
  readonly id: string;
  /** ISO instant: the hour in which it was. */
  readonly at: string;
}
