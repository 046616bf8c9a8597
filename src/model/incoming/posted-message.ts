import type { InMaking } from '../../core/supplied.js';
import type { Findings } from '../../uwlr/findings.js';
import type { RuleId } from '../../uwlr/rules.js';
import type { PostedAssessment, PostedResult, PostedResults, PostedValue } from '../posted/posted-results.js';
import type { ResultContext, Value } from '../result.js';
import { CONTEXT_COUNTS } from '../results/context-counts.js';
import { AFNAME, FIGURES, RESULTAAT, SCHOOLJAAR } from '../results/result-paths.js';
import { ASSESSMENT_FIELDS } from '../standard-fields.js';
import type { IncomingAssessment, IncomingMessage, IncomingPupil, IncomingResult, MessageSignal } from './incoming-message.js';
import { PostedTexts } from './posted-texts.js';

const AANMAAKDATUM = `${SCHOOLJAAR.slice(0, SCHOOLJAAR.lastIndexOf('/'))}/aanmaakdatum`;
const REFERENCE = `${RESULTAAT}/osoresultaat/referentiescore`;
const NONE: readonly never[] = Object.freeze([]);

/** Posted results as they come in. Each has a learner of its own, so that the nth learner is that of the nth result. */
export class PostedMessage {
  readonly #texts: PostedTexts;
  readonly #keys = new Set<string>();
  readonly #codes = new Set<string>();
  readonly #assessments: IncomingAssessment[] = [];
  readonly #pupils: IncomingPupil[] = [];
  readonly #signals: MessageSignal[] = [];
  #schoolYear = '';
  #createdAt = '';

  constructor(
    private readonly posted: PostedResults,
    private readonly findings: Findings,
  ) {
    this.#texts = new PostedTexts(findings);
  }

  /** Reads all of it, and adds what is wrong with it. Pauses after every item. `now`: the moment for what does not say when it was made. */
  *read(now: Date): Generator<void> {
    const { schoolYear, createdAt = now.toISOString(), assessments, results } = this.posted;
    this.#schoolYear = this.#text(SCHOOLJAAR, schoolYear, '/schoolYear');
    this.#createdAt = this.#text(AANMAAKDATUM, createdAt, '/createdAt');
    for (const [n, assessment] of assessments.entries()) {
      this.#assessments.push(this.#assessment(assessment, `/assessments/${n}`));
      yield;
    }
    for (const [n, result] of results.entries()) {
      this.#pupils.push(this.#pupil(result, `/results/${n}`));
      for (const [at, said] of (result.signals ?? NONE).entries()) this.#signals.push({ result: { pupil: n, at: 0, nth: n }, at, said });
      yield;
    }
  }

  /** Complete, and right as far as the types go, when `read` is done and found no error. */
  get message(): IncomingMessage {
    return {
      schoolYear: this.#schoolYear,
      createdAt: this.#createdAt,
      assessments: this.#assessments,
      pupils: this.#pupils,
      ...(this.#signals.length === 0 ? {} : { signals: this.#signals }),
      unplaced: NONE,
    };
  }

  #text(path: string, text: string, pointer: string): string {
    return this.#texts.read(path, text, pointer) ?? '';
  }

  #add(rule: RuleId, path: string): void {
    this.findings.add(rule, { path, line: 0, column: 0 });
  }

  #assessment(posted: PostedAssessment, pointer: string): IncomingAssessment {
    const { hierarchy, parts, ...rest } = this.#texts.readAll(posted, ASSESSMENT_FIELDS, pointer);
    const { value } = rest.code;
    if (this.#codes.has(value)) this.#add('UWLR-ID-001', `${pointer}/code`);
    this.#codes.add(value);
    if (rest.norm?.bands.length === 0) this.#add('UWLR-SCH-003', `${pointer}/norm/bands`);
    for (const [k, { norm }] of (parts ?? []).entries()) {
      if (norm?.bands.length === 0) this.#add('UWLR-SCH-003', `${pointer}/parts/${k}/norm/bands`);
    }
    return {
      ...rest,
      ...(hierarchy === undefined || hierarchy.length === 0 ? {} : { hierarchy }),
      ...(parts === undefined || parts.length === 0 ? {} : { parts }),
      losses: NONE,
    };
  }

  #pupil(posted: PostedResult, pointer: string): IncomingPupil {
    const { leerlingid, eckId } = posted.learner;
    const result = this.#result(posted, pointer);
    return {
      leerlingid: leerlingid === undefined ? undefined : this.#text(`${AFNAME}/leerlingid`, leerlingid, `${pointer}/learner/leerlingid`),
      eckId: eckId === undefined ? undefined : this.#text(`${AFNAME}/eckid`, eckId, `${pointer}/learner/eckId`),
      unplaced: NONE,
      size: 1,
      resultAt: () => result,
      codeAt: () => result.code,
    };
  }

  #result(posted: PostedResult, pointer: string): IncomingResult {
    const { activity, date, values, context = {}, detailUrl, product, status = 'final' } = posted;
    const key = this.#text(`${RESULTAAT}/@key`, posted.key, `${pointer}/key`);
    if (this.#keys.has(key)) this.#add('UWLR-ID-001', `${pointer}/key`);
    this.#keys.add(key);
    const code = this.#text(`${RESULTAAT}/toetscode`, activity.code, `${pointer}/activity/code`);
    if (!this.#codes.has(code)) this.#add('UWLR-ID-003', `${pointer}/activity/code`);
    const result = { key, code } as InMaking<IncomingResult>;
    const { version, part, originType, goals } = activity;
    const ownVersion = version === undefined ? undefined : this.#texts.read(`${RESULTAAT}/versie`, version, `${pointer}/activity/version`);
    if (ownVersion !== undefined) result.version = { value: ownVersion };
    if (part !== undefined) result.part = this.#text(`${RESULTAAT}/toetsonderdeelcode`, part.code, `${pointer}/activity/part/code`);
    if (originType !== undefined) result.originType = originType;
    if (product !== undefined) result.product = product;
    if (goals !== undefined && goals.length > 0) result.goals = goals;
    result.date = this.#text(`${RESULTAAT}/afnamedatum`, date, `${pointer}/date`);
    result.values = values.map((value, at) => this.#value(value, at, `${pointer}/values/${at}`));
    result.context = contextOf(context, result.values);
    const link = detailUrl === undefined ? undefined : this.#texts.read(`${RESULTAAT}/infourl`, detailUrl, `${pointer}/detailUrl`);
    if (link !== undefined) result.detailUrl = link;
    result.status = status;
    result.losses = NONE;
    return result;
  }

  #value({ kind, value, unit, scale, meaning, comparedWith }: PostedValue, at: number, pointer: string): Value {
    if (kind === 'other') throw new RangeError('a kind that cannot be posted');
    const { field, scale: scaleField } = FIGURES[kind];
    const read = { kind, value: this.#text(`${RESULTAAT}/${field}`, value, `${pointer}/value`) } as InMaking<Value>;
    if (unit !== undefined) read.unit = unit;
    else if (kind === 'durationSeconds') read.unit = 's';
    if (scale !== undefined) read.scale = this.#text(`${RESULTAAT}/${scaleField}`, scale, `${pointer}/scale`);
    if (meaning !== undefined) {
      read.meaning = kind === 'reference' ? this.#text(`${REFERENCE}/kwalificatie`, meaning, `${pointer}/meaning`) : meaning;
    }
    if (comparedWith !== undefined) {
      read.comparedWith = this.#text(`${REFERENCE}/codevergelijkingsgroep`, comparedWith, `${pointer}/comparedWith`);
    }
    read.sourcePath = `values/${at}`;
    return read;
  }
}

/** What the source says of the circumstances, and what its figures say of them. */
function contextOf(posted: Partial<ResultContext>, values: readonly Value[]): ResultContext {
  const context: InMaking<ResultContext> = { extra: posted.extra ?? NONE };
  for (const [name, kind] of CONTEXT_COUNTS) {
    const said = posted[name] ?? values.find((value) => value.kind === kind)?.value;
    if (said !== undefined) context[name] = said;
  }
  if (posted.instructionSeconds !== undefined) context.instructionSeconds = posted.instructionSeconds;
  return context;
}
