/** What the threads of the store are started with. */
export interface ThreadData {
  /** Path of the database file. */
  readonly file: string;
  /** Path of the file of erasure marks. */
  readonly marks: string;
  /** How long it waits for another process that keeps the database locked. */
  readonly waitMs?: number;
  /** True: looked over before anything is written, see `refuseDamage`. */
  readonly checked?: boolean;
  /** See `Patience`. */
  readonly hurry?: Int32Array;
}

/**
 * Where the compiled script of a thread is, named from `store/sqlite`: in the same tree as this file, or, when this runs from `src/` as the tests do, its twin
 * in `dist/`. Node starts a thread from JavaScript only.
 */
export function threadFile(name: string): URL {
  const url = new URL(`../${name}.js`, import.meta.url);
  const suffix = `store/sqlite/${name}.js`;
  if (url.pathname.endsWith(`/src/${suffix}`)) url.pathname = `${url.pathname.slice(0, -`src/${suffix}`.length)}dist/${suffix}`;
  return url;
}
