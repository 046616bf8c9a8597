/** The code of an error of a database or the system, such as `SQLITE_BUSY` or `ENOSPC`; empty when it has none. */
export function systemCode(error: unknown): string {
  // By shape: an error that comes out of a native module need not be of this realm's `Error`.
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
