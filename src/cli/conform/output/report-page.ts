import { createHash } from 'node:crypto';
import { requirementOf } from '../../../conformance/catalogue.js';
import { curlOf } from '../../../conformance/report/curl.js';
import { groupsOf } from '../../../conformance/report/group-tests.js';
import type { TestTitle } from '../../../conformance/report/make-report.js';
import type { RecordedExchange, Report, ReportedTest } from '../../../conformance/report/report.js';
import { withoutVersion } from '../../../conformance/test-id.js';
import { VERDICTS, type Verdict } from '../../../conformance/verdict.js';
import { Html, html } from '../../../pages/html.js';
import { countLine } from '../summary-lines.js';
import { STYLE } from './page-style.js';
import { titleWord, type Word, wordsIn } from './report-words.js';
import { learnedFacts, runFacts } from './run-facts.js';

/** They are open, with what was sent and what came. */
const LOUD: ReadonlySet<Verdict> = new Set(['error', 'fail', 'warning', 'review']);
/** Most characters of a body, and most exchanges beside a test: the JSON has more. */
const MOST_OF_BODY = 16 * 1024;
const MOST_BESIDE = 3;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

/** The report as one page that needs nothing else: no script, no network. It can be filtered by verdict. */
export function reportPage(report: Report, titles: readonly TestTitle[] = []): string {
  return new ReportPage(report, titles).text();
}

class ReportPage {
  readonly #exchanges: ReadonlyMap<number, RecordedExchange>;
  readonly #word: (word: Word) => string;

  constructor(
    private readonly report: Report,
    private readonly titles: readonly TestTitle[],
  ) {
    this.#exchanges = new Map(report.exchanges.map((exchange) => [exchange.number, exchange]));
    this.#word = wordsIn(report.language);
  }

  text(): string {
    const { language, counts, requirements, limits, tests, exchanges, unmasked } = this.report;
    const word = this.#word;
    const learned = learnedFacts(this.report);
    return html`<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<title>${word(titleWord(this.report.role))}: ${this.report.role}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<h1>${word(titleWord(this.report.role))}: ${this.report.role}</h1>
<p><strong>${word('tests')}:</strong> ${countLine(counts)}</p>
<p><strong>${word('requirements')}:</strong> ${countLine(requirements)}</p>
<h2>${word('run')}</h2>
${factsTable(runFacts(this.report))}
<h2>${word('limits')}</h2>
<ul>${limits.map((limit) => html`<li>${limit}</li>`)}</ul>
${this.#first()}
<h2>${word('tests')}</h2>
${this.#filter()}
${[...groupsOf(tests)].map(([name, ones]) => html`<section><h3>${name}</h3>${ones.map((test) => this.#test(test))}</section>`)}
${learned.length === 0 ? undefined : html`<details><summary><strong>${word('learned')}</strong></summary>${factsTable(learned)}</details>`}
<h2>${word('exchanges')}</h2>
${unmasked === true || exchanges.length === 0 ? undefined : html`<p class="dim">${word('masked')}</p>`}
${exchanges.map((exchange) => html`<details class="exchange" id="exchange-${exchange.number}"><summary>${this.#heading(exchange)}</summary><div class="inside">${this.#traffic(exchange)}</div></details>`)}
</main>
</body>
</html>
`.text;
  }

  /** What nobody should have to look for. */
  #first(): Html | undefined {
    const first = this.report.tests.filter(
      ({ verdict, accepted }) => (verdict === 'fail' || verdict === 'error') && accepted === undefined,
    );
    if (first.length === 0) return undefined;
    return html`<h2>${this.#word('first')}</h2><ul>${first.map(({ id, title, actual, reason }) => html`<li><a href="#test-${id}">${title}</a>: ${actual ?? reason}</li>`)}</ul>`;
  }

  #filter(): Html {
    const { counts } = this.report;
    // What did not pass is not to be looked for among the rest.
    const loud = [...LOUD].some((verdict) => counts[verdict] > 0);
    const there = VERDICTS.filter((verdict) => counts[verdict] > 0);
    return html`<fieldset><legend>${this.#word('filter')}</legend>${there.map(
      (verdict) =>
        html`<label><input type="checkbox" id="show-${verdict}"${verdict === 'pass' && loud ? undefined : new Html(' checked')}> ${verdict} (${counts[verdict]})</label>`,
    )}</fieldset>`;
  }

  #test(test: ReportedTest): Html {
    const { id, title, verdict, requirement: of, accepted, reason, expected, actual, evidence, findings = [], exchanges } = test;
    const word = this.#word;
    const loud = LOUD.has(verdict);
    const requirement = requirementOf(of);
    const row = (name: string, value: string | Html | undefined) =>
      value === undefined ? undefined : html`<dt>${name}</dt><dd>${value}</dd>`;
    // First that in which the failure was seen, and then what it rests on.
    const seenIn = evidence.flatMap(({ exchange }) => (exchange === undefined || !exchanges.includes(exchange) ? [] : [exchange]));
    const numbers = seenIn.length === 0 ? exchanges.slice(-MOST_BESIDE) : [...new Set(seenIn)].slice(0, MOST_BESIDE);
    const beside = loud ? numbers.flatMap((number) => this.#exchanges.get(number) ?? []) : [];
    const advice = loud ? this.titles.find((one) => one.id === withoutVersion(id))?.advice?.[this.report.language] : undefined;
    return html`<details class="test of-${verdict}" id="test-${id}"${loud && accepted === undefined ? new Html(' open') : undefined}>
<summary><span class="verdict ${verdict}">${verdict}</span> ${title} <code class="dim">${id}</code></summary>
<div class="inside"><dl>
${row(word('requirement'), requirement === undefined ? of : html`${of} (${requirement.strength}, ${requirement.status}): ${requirement[this.report.language]}`)}
${row(word('source'), requirement?.source)}
${row(word('reason'), reason)}
${row(word('advice'), advice)}
${row(word('accepted'), accepted)}
${row(word('expected'), expected)}
${row(word('actual'), actual)}
${row(word('evidence'), evidence.length === 0 ? undefined : html`<ul>${evidence.map(({ text, path, exchange }) => html`<li>${text}${path === undefined ? undefined : html` <code>${path}</code>`}${exchange === undefined ? undefined : html` (<a href="#exchange-${exchange}">${word('exchange')} ${exchange}</a>)`}</li>`)}</ul>`)}
${row(word('findings'), findings.length === 0 ? undefined : html`<ul>${findings.map(({ rule, path, line, message }) => html`<li>${rule} <code>${path}</code>${line === undefined ? undefined : ` (${line})`}: ${message}</li>`)}</ul>`)}
${row(word('exchanges'), loud || exchanges.length === 0 ? undefined : html`${exchanges.map((number) => html`<a href="#exchange-${number}">${number}</a> `)}`)}
</dl>${beside.map((exchange) => html`<h4>${this.#heading(exchange)}</h4>${this.#traffic(exchange)}`)}</div></details>`;
  }

  #heading({ number, request, answer, trouble = '', ms }: RecordedExchange): string {
    const came = answer === undefined ? `${this.#word('noAnswer')}: ${trouble}` : `HTTP ${answer.status}`;
    return `${this.#word('exchange')} ${number}: ${request.method} ${request.url}, ${came}, ${ms} ms`;
  }

  #traffic(exchange: RecordedExchange): Html {
    const { request, answer, trouble } = exchange;
    const word = this.#word;
    const curl = this.report.role === 'las' && request.body.length <= MOST_OF_BODY ? curlOf(exchange) : undefined;
    return html`<p><strong>${word('request')}</strong></p>${this.#message(request)}
<p><strong>${word('answer')}</strong></p>${answer === undefined ? html`<p>${word('noAnswer')}: ${trouble}</p>` : this.#message(answer)}
${curl === undefined ? undefined : html`<details><summary>${word('again')}</summary><pre>${curl}</pre></details>`}`;
  }

  #message({ headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string }): Html {
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const cut = body.length > MOST_OF_BODY;
    return html`<pre tabindex="0">${[...head, '', readable(body.slice(0, MOST_OF_BODY))].join('\n')}</pre>${cut ? html`<p class="dim">${this.#word('more')}</p>` : undefined}`;
  }
}

/** One element a line, when it was all on one: only here, where it is looked at. */
function readable(body: string): string {
  return body.split('\n').length > 3 ? body : body.replaceAll('><', '>\n<');
}

function factsTable(rows: readonly (readonly [string, string])[]): Html {
  return html`<table class="facts"><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`;
}
