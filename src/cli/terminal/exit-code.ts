/** How every command ends (design, section 10). */
export const EXIT = {
  done: 0,
  /** The answer is no: invalid, unknown, there already. */
  no: 1,
  /** The command line or the settings are wrong. */
  usage: 2,
  /** Could not run: a file, port or store that cannot be used. */
  failed: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
