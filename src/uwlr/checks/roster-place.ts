import type { Place, Position, Report } from './report.js';

/** The element of a list that is being looked at. One object for all of them: path and position are made only for a finding. */
export class ListPlace implements Place {
  /** From 0. */
  index = 0;

  /** `list`: the located path of the elements. */
  constructor(
    private readonly report: Report,
    private readonly list: string,
  ) {}

  get path(): string {
    return `/${this.list}[${this.index + 1}]`;
  }

  get at(): Position {
    return this.report.nth(this.list, this.index);
  }
}
