import type { GoalReport, ReportedGoal, ReportedSource } from '../../admin/goals/report/goal-report.js';
import type { ReportedResult } from '../../admin/goals/report/source-counts.js';
import { ASSERTER_WORDS, COVERAGE_WORDS, VALUE_WORDS } from '../dossier/dutch-words.js';
import { day, when } from '../dutch-dates.js';
import { type Html, html } from '../html.js';
import { list, page, table } from '../page.js';
import { LEGAL_WORDS, NOT_DECLARED, NOT_SHOWN, ORIGIN_WORDS, STATUS_WORDS } from './report-words.js';

/** The report as a page in Dutch to print: on its own, without anything that has to be fetched. */
export function reportPage(report: GoalReport): string {
  const { school, madeAt, about, covers, goals, withoutGoal, isCut } = report;
  const title =
    'learner' in about ? 'Resultaten van een leerling per leerdoel' : `Resultaten per leerdoel van ${about.name ?? 'een groep'}`;
  const body = html`<h1>${title}</h1>
<p>${school.name} (${school.id}). Resultaten van ${day(covers.from)} tot en met ${day(covers.until)}, zoals de koppeling van de school met leermiddelen ze op ${when(madeAt)} had ontvangen.</p>
${'learner' in about ? html`<p class="small">Leerling: <code>${about.learner}</code></p>` : undefined}
<h2>Wat dit overzicht niet laat zien</h2>
${list(NOT_SHOWN)}
${isCut ? html`<p class="notice">Er zijn meer resultaten in deze periode dan in één overzicht passen. Kies een kortere periode.</p>` : undefined}
<h2>Leerdoelen</h2>
${goals.length === 0 ? html`<p>In deze periode is geen resultaat ontvangen dat aan een leerdoel is gekoppeld.</p>` : goals.map(goalPart)}
${withoutGoal.length === 0 ? undefined : withoutPart(withoutGoal)}`;
  return page(`${title} - ${school.name}`, body);
}

function goalPart({ goal, code, title, set, kerndoelen, sources }: ReportedGoal): Html {
  const standing =
    set === undefined
      ? 'Dit doel staat in geen doelenset die nu is geladen.'
      : `${set.title}, versie ${set.version}: ${STATUS_WORDS[set.status]}, ${LEGAL_WORDS[set.legalStatus]}.`;
  const above = kerndoelen.map(({ code: own, title: text }) => `${own === undefined ? '' : `${own}: `}${text}`);
  return html`<h3>${code === undefined ? '' : `${code}: `}${title ?? goal}</h3>
<p class="small">${standing}</p>
${above.length === 0 ? undefined : html`<p class="small">Hoort bij: ${above.join('; ')}</p>`}
${sources.map(sourcePart)}`;
}

function sourcePart({ name, product, sourceProfile, counts, results }: ReportedSource): Html {
  const { results: count, items, seconds, from, until } = counts;
  const what = sourceProfile?.title ?? product;
  const caption = what === undefined ? `${name} (leermiddel ${NOT_DECLARED})` : `${name}, ${what}`;
  const counted = [
    `${count} ${count === 1 ? 'resultaat' : 'resultaten'}, ${from === until ? `op ${day(from)}` : `van ${day(from)} tot en met ${day(until)}`}`,
    ...(items === undefined ? [] : [`${items} opgaven`]),
    ...(seconds === undefined ? [] : [`${seconds} seconden`]),
  ].join('; ');
  const note = html`<p class="small">${counted}. Dit zijn aantallen van resultaten die dit doel raken; ze kunnen ook van andere doelen zijn.</p>`;
  if (results === undefined) return html`<h4>${caption}</h4>${note}`;
  return html`${table(caption, ['Datum', 'Wat', 'Gegevens', 'Koppeling'], results.map(resultRow))}${note}`;
}

function resultRow({ date, activity, values, norm, links }: ReportedResult): readonly [string, ...(string | Html)[]] {
  const { code, name, part, originType } = activity;
  const test = `${name ?? code}${part === undefined ? '' : `, ${part.name ?? part.code}`}`;
  const figures = values.map(({ kind, value, unit, meaning, declaration }) => {
    const own = [meaning, declaration?.meaning].filter((one) => one !== undefined).join('; ') || NOT_DECLARED;
    const not = declaration?.notMeaning === undefined ? undefined : html`<div class="small">betekent niet: ${declaration.notMeaning}</div>`;
    const figure = [VALUE_WORDS[kind], value, unit ?? declaration?.unit].filter((one) => one !== undefined).join(' ');
    return html`<div>${figure}</div><div class="small">betekenis volgens de leverancier: ${own}</div>${not}`;
  });
  const term =
    norm === undefined ? undefined : html`<div class="small">in de normtabel van de leverancier: ${norm.description ?? norm.term}</div>`;
  const linked = links.map(({ coverage, assertedBy, supplierGoal }) => {
    const goal = supplierGoal === undefined ? '' : `${supplierGoal.title ?? supplierGoal.id}; `;
    return html`<div>${goal}gekoppeld door ${ASSERTER_WORDS[assertedBy] ?? assertedBy}; ${COVERAGE_WORDS[coverage]}</div>`;
  });
  return [
    day(date),
    html`<div>${test}</div><div class="small">soort werk: ${ORIGIN_WORDS[originType]}</div>`,
    html`${figures}${term}`,
    html`${linked}`,
  ];
}

function withoutPart(sources: GoalReport['withoutGoal']): Html {
  const rows = sources.map(
    ({ name, product, counts }) =>
      [`${name}${product === undefined ? '' : `, ${product}`}`, String(counts.results), day(counts.from), day(counts.until)] as const,
  );
  return html`<h2>Resultaten zonder leerdoel</h2>
<p>Deze resultaten zijn aan geen leerdoel gekoppeld.</p>
${table('Per leermiddel', ['Leermiddel', 'Aantal resultaten', 'Van', 'Tot en met'], rows)}`;
}
