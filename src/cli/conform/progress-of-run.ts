import { groupOf } from '../../conformance/report/group-tests.js';
import type { TestResult } from '../../conformance/run.js';
import { print } from '../terminal/print.js';
import { groupLines } from './result-lines.js';
import type { RunFlags } from './run-flags.js';

/** Shows a run as it goes: on a terminal a line of what is under way, and each group of tests when it is done. */
export class ProgressOfRun {
  #group: TestResult[] = [];
  #done = 0;

  constructor(
    private readonly flags: Pick<RunFlags, 'verbose' | 'language'> & { readonly quiet: boolean },
    private readonly terminal: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr,
  ) {}

  add(result: TestResult, done: number, total: number): void {
    const [first] = this.#group;
    if (first !== undefined && groupOf(first) !== groupOf(result)) this.#endGroup();
    this.#group.push(result);
    this.#done = done;
    this.#draw(`${this.#done} of ${total}  ${result.id}`);
  }

  end(): void {
    this.#endGroup();
  }

  #endGroup(): void {
    const [first] = this.#group;
    this.#draw('');
    if (first !== undefined && !this.flags.quiet)
      for (const line of groupLines(groupOf(first), this.#group, this.flags.verbose === true, this.flags.language)) print(line);
    this.#group = [];
  }

  #draw(text: string): void {
    if (this.terminal.isTTY) this.terminal.write(`\r${text}\u001b[K`);
  }
}
