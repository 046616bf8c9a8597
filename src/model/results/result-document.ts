import type { Result, ResultContext, Value } from '../result.js';

/** Text that stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * Writes results as JSON, letter for letter what `JSON.stringify` makes of them. What results of one message share, by
 * identity, is written once: that is most of their text.
 */
export class ResultDocuments {
  readonly #shared = new Map<object, string>();
  #head = '';
  #headOf: Partial<Result> = {};
  #context = '';
  #contextOf: ResultContext | undefined;

  /** A result as `ResultTranslator` makes it: without revision. */
  write(result: Result): string {
    const { norm, detailUrl } = result;
    let text = `{"id":"${result.id}"${this.#headFor(result)},"activity":${this.#share(result.activity)},"date":${quoted(result.date)}`;
    text += `,"values":${values(result)}`;
    if (norm !== undefined) text += `,"norm":${this.#share(norm)}`;
    text += `,"context":${this.#contextFor(result)},"goalLinks":${list(result.goalLinks)},"signals":${list(result.signals)}`;
    if (detailUrl !== undefined) text += `,"detailUrl":${quoted(detailUrl)}`;
    return `${text},"status":"${result.status}","losses":${list(result.losses)}}`;
  }

  /** The part that all results of a learner have in common. */
  #headFor(result: Result): string {
    const { school, schoolYear, learner, eckId, source } = result;
    const last = this.#headOf;
    if (
      last.learner === learner &&
      last.eckId === eckId &&
      last.source === source &&
      last.school === school &&
      last.schoolYear === schoolYear
    ) {
      return this.#head;
    }
    const eck = eckId === undefined ? '' : `,"eckId":${quoted(eckId)}`;
    this.#head = `,"school":${quoted(school)},"schoolYear":${quoted(schoolYear)},"learner":${quoted(learner)}${eck},"source":${this.#share(source)}`;
    this.#headOf = result;
    return this.#head;
  }

  #contextFor({ context }: Result): string {
    if (context !== this.#contextOf) {
      this.#contextOf = context;
      this.#context = JSON.stringify(context);
    }
    return this.#context;
  }

  #share(part: object): string {
    const known = this.#shared.get(part);
    if (known !== undefined) return known;
    const text = JSON.stringify(part);
    this.#shared.set(part, text);
    return text;
  }
}

function values({ values }: Result): string {
  const only = values[0];
  if (values.length !== 1 || only === undefined || !isBare(only)) return JSON.stringify(values);
  return `[{"kind":"${only.kind}","value":${quoted(only.value)},"sourcePath":"${only.sourcePath}"}]`;
}

function isBare({ kind, unit, scale, meaning, comparedWith }: Value): boolean {
  return kind === 'score' && unit === undefined && scale === undefined && meaning === undefined && comparedWith === undefined;
}

function list(items: readonly unknown[]): string {
  return items.length === 0 ? '[]' : JSON.stringify(items);
}

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
