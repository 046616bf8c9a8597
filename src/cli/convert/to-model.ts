import { randomBytes } from 'node:crypto';
import { supplied } from '../../core/supplied.js';
import type { InfourlRule } from '../../directory/directory.js';
import { deliverRows } from '../../exchange/intake/slices.js';
import { uwlrMessage } from '../../model/incoming/uwlr-message.js';
import type { Assessment, Result } from '../../model/result.js';
import { ResultDocuments } from '../../model/results/result-document.js';
import { translateAssessments } from '../../model/results/translate-assessments.js';
import { schoolId } from '../../model/school-id.js';
import { SchoolKey } from '../../privacy/keys/seal.js';
import type { MessageDecoder } from '../../uwlr/decode.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { type Toetsdefinities, toetsdefinities } from '../../uwlr/messages/toetsdefinities.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { printPieces } from '../terminal/print.js';

export interface ModelOptions {
  readonly party?: string;
  readonly school?: string;
  readonly infourl: InfourlRule;
  readonly extensions: Extensions;
}

interface Model {
  /** Canonical results, as JSON. */
  readonly results: Iterable<string>;
  readonly assessments: readonly string[];
  /** Complete when the results have been read. */
  readonly losses: LossList;
}

/** The party of a message that does not say whose it is. */
const NOBODY = 'unknown';

/** How nearly every result ends. */
const LOSSLESS = '"losses":[]}';

/**
 * Prints a message in the canonical model, minimised as the gateway does it: `{results, assessments, losses}`. Learners go by
 * an alias under a key that is thrown away, so it is another one each time.
 */
export async function printModel(message: MessageDecoder, options: ModelOptions, json: boolean): Promise<void> {
  await printPieces(written(modelOf(message, options), json));
}

/** One item a line, unless it is to be one line of JSON. */
function* written({ results, assessments, losses }: Model, json: boolean): Generator<string> {
  const line = json ? '' : '\n';
  yield `{"results":[${line}`;
  yield* separated(results, `,${line}`);
  yield `${line}],${line}"assessments":[${line}`;
  yield* separated(assessments, `,${line}`);
  yield `${line}],${line}"losses":[${line}`;
  yield* separated(
    losses.all.map((loss) => JSON.stringify(loss)),
    `,${line}`,
  );
  yield `${line}]}\n`;
}

function* separated(texts: Iterable<string>, separator: string): Generator<string> {
  let first = true;
  for (const text of texts) {
    yield first ? text : separator + text;
    first = false;
  }
}

function modelOf({ root, decoder }: MessageDecoder, options: ModelOptions): Model {
  const { version } = decoder.compiled;
  const { party = NOBODY } = options;
  if (root === leerresultatenVerzoek) {
    const value = decoder.value as LeerresultatenVerzoek;
    return resultsModel(value, { ...options, party, version, school: schoolId(value.school) });
  }
  if (root !== toetsdefinities) throw negativeAnswer(`a ${root.element.name} holds no results and no tests to convert`);
  const { school } = options;
  if (school === undefined) throw wrongUsage('test definitions do not name a school: give --school');
  const { toetsen } = decoder.value as Toetsdefinities;
  const losses = new LossList();
  const assessments = translateAssessments(toetsen.toets, { school, party, version });
  for (const assessment of assessments) countLosses(assessment, `/${root.element.name}/toetsen/toets`, losses);
  return { results: [], assessments: assessments.map((assessment) => JSON.stringify(assessment)), losses };
}

function resultsModel(
  message: LeerresultatenVerzoek,
  { school, party, version, infourl, extensions }: Omit<ModelOptions, 'party' | 'school'> & Parameters<typeof translateAssessments>[1],
): Model {
  const schoolKey = new SchoolKey(randomBytes(32));
  const { assessments, slices, strips } = deliverRows({
    message: uwlrMessage(message),
    school,
    party,
    intake: 'file',
    ...supplied({ version }),
    infourl,
    extensions,
    schoolKey,
    aliases: new Map(),
  });
  const losses = new LossList();
  const texts = new ResultDocuments();
  for (const { document } of assessments) countLosses(JSON.parse(document) as Assessment, '/leerresultaten_verzoek/toetsen/toets', losses);
  return {
    results: documents(),
    assessments: assessments.map(({ document }) => document),
    losses,
  };

  function* documents(): Generator<string> {
    for (const { results } of slices) {
      for (const { result } of results) {
        const document = texts.write(result);
        if (!document.endsWith(LOSSLESS))
          countLosses(result, '/leerresultaten_verzoek/toetsafnames/toetsafname/resultaten/resultaat', losses);
        yield document;
      }
    }
    for (const { path, rule, count } of strips()) losses.add(`/${path}`, rule, count);
  }
}

/** The losses of a result or assessment are named from there; here from the root, and without indices, as they are counted. */
function countLosses({ losses }: Result | Assessment, base: string, list: LossList): void {
  for (const { path, reason } of losses) list.add(`${base}/${path.replace(/\[\d+\]/g, '')}`, reason);
}

/** Something that did not come along, and how often. Never the value. */
interface CountedLoss {
  readonly path: string;
  readonly reason: string;
  readonly count: number;
}

/** Counts losses by place and reason, in the order in which they first occur. */
class LossList {
  readonly #counts = new Map<string, CountedLoss>();

  add(path: string, reason: string, count = 1): void {
    const key = `${path} ${reason}`;
    const before = this.#counts.get(key)?.count ?? 0;
    this.#counts.set(key, { path, reason, count: before + count });
  }

  get all(): CountedLoss[] {
    return [...this.#counts.values()];
  }
}
