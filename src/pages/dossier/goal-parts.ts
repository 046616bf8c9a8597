import type { GoalLink } from '../../model/goal-link.js';
import type { Dossier, DossierAnnotation, DossierSignal, DossierSignalRevision, NamedParty } from '../../rights/dossier.js';
import { day, when } from '../dutch-dates.js';
import { type Html, html } from '../html.js';
import { table } from '../page.js';
import {
  ANNOTATION_WORDS,
  ASSERTER_WORDS,
  actorWords,
  COVERAGE_WORDS,
  SIGNAL_STATUS_WORDS,
  SIGNAL_WORDS,
  TARGET_LEVEL_WORDS,
} from './dutch-words.js';

export function partyName({ klantcode, name }: NamedParty): string {
  return name ?? actorWords(klantcode) ?? klantcode;
}

/** Which learning goals a result has to do with, and who says so. Nothing when there are none. */
export function linksPart(links: readonly GoalLink[], goals: Dossier['goals']): Html | undefined {
  if (links.length === 0) return undefined;
  return html`<p class="small">Heeft te maken met:</p>
<ul class="small">
${links.map((link) => html`<li>${goalText(link, goals)}</li>\n`)}</ul>
<p class="small">Een resultaat zegt niet hoe goed de leerling een leerdoel kent. Het kan ook over andere leerdoelen gaan.</p>`;
}

function goalText(link: GoalLink, goals: Dossier['goals']): string {
  const { supplierGoal, goal, original, set, setVersion, coverage, assertedBy } = link;
  const of = set === undefined ? '' : ` (${[set, setVersion].filter((one) => one !== undefined).join(' ')})`;
  const own = supplierGoal === undefined ? '' : `${supplierGoal.title ?? supplierGoal.id}; `;
  return `${own}${goal === undefined ? original : titleOf(goal, goals)}${of}, volgens ${ASSERTER_WORDS[assertedBy] ?? assertedBy}; ${COVERAGE_WORDS[coverage]}`;
}

/** As its set calls it, with its code; its URI when no loaded set has it. */
function titleOf(goal: string, goals: Dossier['goals']): string {
  const named = goals.find((one) => one.goal === goal);
  return named === undefined ? goal : [named.code, named.title].filter((part) => part !== undefined).join(' ');
}

/** Newest revision of each, with what was said before. */
export function signalsPart(signals: readonly DossierSignal[]): Html {
  const rows = signals.map(({ party, muted, revisions }) => {
    const [last, ...earlier] = [...revisions].reverse() as [DossierSignalRevision, ...DossierSignalRevision[]];
    const before = earlier.map((one) => html`<div class="replaced">eerder: ${signalLines(one).join('; ')}</div>`);
    const shown = muted ? html`<div>De school laat dit soort signalen van deze leverancier niet zien aan leerkrachten.</div>` : undefined;
    return [
      when(last.raisedAt),
      partyName(party),
      html`${signalLines(last).map((line) => html`<div>${line}</div>`)}${shown}${before}`,
      when(last.storedAt),
    ] as const;
  });
  return html`<p>Een leverancier geeft een signaal. Deze koppeling maakt er geen. De leerkracht bepaalt wat het betekent.</p>
${table('Signalen', ['Gegeven op', 'Door', 'Wat het zegt', 'Ontvangen'], rows)}`;
}

function signalLines(signal: DossierSignalRevision): readonly string[] {
  const { kind, supplierGoal, status, validUntil, targetLevel, limits, basis, explanationUrl } = signal;
  const level =
    targetLevel === undefined
      ? undefined
      : `${TARGET_LEVEL_WORDS[targetLevel.considered]}${targetLevel.label === undefined ? '' : ` (${targetLevel.label})`}`;
  return [
    `${SIGNAL_WORDS[kind]}: ${supplierGoal.title ?? supplierGoal.id}`,
    ...(status === 'raised' ? [] : [SIGNAL_STATUS_WORDS[status]]),
    ...(validUntil === undefined ? [] : [`geldt tot ${when(validUntil)}`]),
    ...(level === undefined ? [] : [level]),
    ...(limits === undefined ? [] : [`let op: ${limits}`]),
    basis === undefined ? 'de leverancier zegt niet waar het op rust' : `rust volgens de leverancier op ${basisText(basis)}`,
    ...(explanationUrl === undefined ? [] : [`uitleg: ${explanationUrl}`]),
  ];
}

function basisText({ results, itemCount, from, until }: NonNullable<DossierSignalRevision['basis']>): string {
  return [
    results.length === 1 ? '1 resultaat' : `${results.length} resultaten`,
    ...(itemCount === undefined ? [] : [`${itemCount} opgaven`]),
    ...(from === undefined ? [] : [`vanaf ${day(from)}`]),
    ...(until === undefined ? [] : [`tot en met ${day(until)}`]),
  ].join(', ');
}

export function annotationsPart(annotations: readonly DossierAnnotation[], goals: Dossier['goals']): Html {
  const rows = annotations.map(({ createdAt, endedAt, goal, kind, from, until, note }) => {
    const period = [...(from === undefined ? [] : [`vanaf ${day(from)}`]), ...(until === undefined ? [] : [`tot en met ${day(until)}`])];
    return [
      when(createdAt),
      titleOf(goal, goals),
      html`${[ANNOTATION_WORDS[kind], ...period].join(', ')}${note === undefined ? undefined : html`<div>${note}</div>`}`,
      endedAt === undefined ? 'nu' : when(endedAt),
    ] as const;
  });
  return table('Geen leverancier krijgt deze aantekeningen.', ['Gemaakt', 'Bij leerdoel', 'Aantekening', 'Tot'], rows);
}
