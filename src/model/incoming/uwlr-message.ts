import type { LeerresultatenVerzoek, Resultaat, Toetsafname } from '../../uwlr/messages/leerresultaten.js';
import type { Loss } from '../result.js';
import { incomingAssessment } from '../results/translate-assessments.js';
import { contextOf, valuesOf } from '../results/translate-values.js';
import { noteLocation, termOf } from '../terms.js';
import type { IncomingAssessment, IncomingMessage, IncomingPupil, IncomingResult, MessageSignal } from './incoming-message.js';
import { signalIn, signalResultOf } from './signal-result.js';

const ROOT = 'leerresultaten_verzoek';
const NONE: readonly never[] = Object.freeze([]);

/** Results of a message that are kept once they were made: a larger one would be in memory twice. */
const KEPT = 1000;

/** A message of UWLR 2 that was read. */
export interface SentResults {
  readonly value: LeerresultatenVerzoek;
  /** See `ReadMessage`. */
  release?(): void;
}

/** A message of BrengLeerresultaten as incoming results. The figures stay as they were sent. */
export function uwlrMessage(value: LeerresultatenVerzoek): UwlrMessage {
  return new UwlrMessage({ value });
}

export class UwlrMessage implements IncomingMessage {
  readonly schoolYear: string;
  readonly createdAt: string;
  readonly signals?: readonly MessageSignal[];
  readonly unplaced: readonly string[];
  readonly #keeps: boolean;
  #assessments: readonly IncomingAssessment[] | undefined;
  #pupils: readonly UwlrPupil[] | undefined;

  constructor(private readonly sent: SentResults) {
    const { school, toetsafnames } = sent.value;
    const { auteur, commentaar } = school;
    const { count, signals } = lookedThrough(toetsafnames.toetsafname);
    this.schoolYear = school.schooljaar;
    this.createdAt = school.aanmaakdatum;
    if (signals.length > 0) this.signals = signals;
    this.unplaced =
      auteur === undefined && commentaar === undefined
        ? NONE
        : [...(auteur === undefined ? [] : [`${ROOT}/school/auteur`]), ...(commentaar === undefined ? [] : [`${ROOT}/school/commentaar`])];
    this.#keeps = count <= KEPT;
  }

  get assessments(): readonly IncomingAssessment[] {
    this.#assessments ??= this.sent.value.toetsen.toets.map(incomingAssessment);
    return this.#assessments;
  }

  get pupils(): readonly UwlrPupil[] {
    this.#pupils ??= this.sent.value.toetsafnames.toetsafname.map((toetsafname) => new UwlrPupil(toetsafname, this.#keeps));
    return this.#pupils;
  }

  release(): void {
    this.#assessments = undefined;
    this.#pupils = undefined;
    this.sent.release?.();
  }
}

/** How many results there are, and the signals in them: only results in a format of their own can have one. In one go, however many: no iterators. */
function lookedThrough(toetsafnames: readonly Toetsafname[]): { readonly count: number; readonly signals: readonly MessageSignal[] } {
  const signals: MessageSignal[] = [];
  let nth = 0;
  for (let pupil = 0; pupil < toetsafnames.length; pupil++) {
    const results = (toetsafnames[pupil] as Toetsafname).resultaten.resultaat;
    for (let at = 0; at < results.length; at++) {
      const result = results[at] as Resultaat;
      const fields = result.anderresultaat === undefined ? undefined : signalResultOf(result);
      const said = fields === undefined ? undefined : signalIn(fields);
      if (said !== undefined) signals.push({ result: { pupil, at, nth }, at: 0, said });
      nth += 1;
    }
  }
  return { count: nth, signals };
}

const STAFF = [`${ROOT}/toetsafnames/toetsafname/resultaatverwerkerid`];

class UwlrPupil implements IncomingPupil {
  readonly leerlingid: string | undefined;
  readonly eckId: string | undefined;
  readonly unplaced: readonly string[];
  readonly #results: readonly Resultaat[];
  readonly #made: IncomingResult[] | undefined;

  /** Of the member of staff who dealt with the results. */
  readonly staffKey: string | undefined;

  constructor({ leerlingid, eckid, resultaatverwerkerid, resultaten }: Toetsafname, keeps: boolean) {
    this.staffKey = resultaatverwerkerid;
    this.leerlingid = leerlingid;
    this.eckId = eckid;
    this.unplaced = resultaatverwerkerid === undefined ? NONE : STAFF;
    this.#results = resultaten.resultaat;
    this.#made = keeps ? [] : undefined;
  }

  get size(): number {
    return this.#results.length;
  }

  codeAt(at: number): string {
    return (this.#results[at] as Resultaat).toetscode;
  }

  /** Whether a result is one of OSO in which nothing stands. */
  isEmptyOso(at: number): boolean {
    const oso = (this.#results[at] as Resultaat).osoresultaat;
    if (oso === undefined || oso.referentiescore !== undefined) return false;
    const { toetsscore } = oso;
    return toetsscore === undefined || Object.keys(toetsscore).length === 0;
  }

  resultAt(at: number): IncomingResult {
    const known = this.#made?.[at];
    if (known !== undefined) return known;
    const made = incomingResult(this.#results[at] as Resultaat);
    if (this.#made !== undefined) this.#made[at] = made;
    return made;
  }
}

export function incomingResult(resultaat: Resultaat): IncomingResult {
  const { key, toetscode, versie, toetsonderdeelcode, infourl } = resultaat;
  const losses: Loss[] = [];
  const values = valuesOf(resultaat, losses);
  if (versie !== undefined) {
    noteLocation(versie, 'versie', losses);
    if (versie.vocabulaire !== undefined) losses.push({ path: 'versie/@vocabulaire', reason: 'vocabulary-of-version' });
  }
  // All fields at once: V8 makes room for each of those that come later, and there are hundreds of results.
  return {
    key,
    code: toetscode,
    version: versie === undefined ? undefined : termOf(versie, 'versie', LATER),
    part: toetsonderdeelcode,
    originType: undefined,
    product: undefined,
    goals: undefined,
    date: resultaat.afnamedatum,
    values,
    context: contextOf(resultaat),
    detailUrl: infourl,
    status: 'final',
    losses: losses.length === 0 ? NONE : losses,
  };
}

/** The location is noted in its own place in the list. */
const LATER = { push: () => 0 };
