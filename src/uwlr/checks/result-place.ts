import type { Place, Position, Report } from './report.js';

const PUPILS = 'leerresultaten_verzoek/toetsafnames/toetsafname';
const RESULTS = `${PUPILS}/resultaten/resultaat`;

/** The toetsafname that is being looked at. One object for all of them: path and position are made only for a finding. */
export class PupilPlace implements Place {
  /** From 0. */
  index = 0;

  constructor(private readonly report: Report) {}

  get path(): string {
    return `/${PUPILS}[${this.index + 1}]`;
  }

  get at(): Position {
    return this.report.nth(PUPILS, this.index);
  }
}

/** The resultaat that is being looked at, likewise. */
export class ResultPlace implements Place {
  /** From 0, within its toetsafname. */
  index = 0;
  /** From 0, within the message. */
  count = 0;

  constructor(
    private readonly report: Report,
    private readonly pupil: PupilPlace,
  ) {}

  get path(): string {
    return `${this.pupil.path}/resultaten/resultaat[${this.index + 1}]`;
  }

  get at(): Position {
    return this.report.nth(RESULTS, this.count);
  }
}
