import { uwlr } from './uwlr.js';

/** What `uwlr validate --json` prints of a file. */
export interface Verdict {
  readonly file: string;
  readonly valid: boolean;
  readonly schemaValid: boolean;
  readonly message: string | null;
  readonly version: string | null;
  readonly profile?: string;
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly path: string; readonly line: number }[];
  readonly judge?: { readonly valid: boolean; readonly errors: readonly { readonly line: number; readonly message: string }[] };
}

/** Runs `uwlr validate --json`. */
export async function verdicts(
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly all: Verdict[]; readonly stderr: string }> {
  const { code, stdout, stderr } = await uwlr(['validate', '--json', ...args]);
  return {
    code,
    stderr,
    all: stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Verdict),
  };
}
