import { isScope } from '../../directory/access/scopes.js';
import type { Direction, ProcessingRegister, RegisterEntry, RegisterExchange } from '../../register/processing-register.js';
import { day } from '../dutch-dates.js';
import { type Html, html } from '../html.js';
import { list, page, table } from '../page.js';
import { RETENTION_WORDS, SCOPE_WORDS, SCOPES_WITHOUT_CHILDREN, term } from './dutch-words.js';
import { childWords, hasStaff } from './field-words.js';

/** Classes of data that say something of a child. The others are about messages and actions. */
const OF_CHILDREN = ['results', 'results-exercises', 'results-leavers', 'signals', 'annotations', 'roster-leavers', 'disclosures'] as const;

/** What no agreement lets through, whatever is agreed on: see `rosterFields` and `RESULTATEN`. */
const NEVER = [
  'het burgerservicenummer (BSN) als geheel',
  'uw adres of postcode',
  'in welk land uw kind of u geboren is, en uw opleiding',
  'een foto van uw kind',
  'het e-mailadres van uw kind',
  'opmerkingen en andere vrije teksten',
];

/**
 * What parents should know, in plain Dutch: who gets what about a child, why, and what they can do. `contact` is whom to ask, as the
 * school says it; absent: as its privacy statement says.
 */
export function parentsPage(register: ProcessingRegister, contact: string | undefined): string {
  const { school, madeAt, entries, lastFile, retention } = register;
  const kept = retention.filter(({ class: name }) => OF_CHILDREN.some((one) => one === name));
  const { contact: known, controller, fg } = school.statement ?? {};
  const ask = contact ?? known ?? 'de directie van de school';
  return page(
    `De gegevens van uw kind op ${school.name}`,
    html`<h1>Wat gebeurt er met de gegevens van uw kind?</h1>
<p>Uw kind leert op ${school.name} ook met de computer. Daar zijn gegevens van uw kind voor nodig. Op deze bladzijde leest u wie die gegevens krijgt, welke dat zijn en waarom.</p>
${school.pausedAt === undefined ? undefined : html`<p class="notice">De school heeft alles stilgelegd op ${day(school.pausedAt)}. Er gaan nu geen gegevens heen en weer.</p>`}
<h2>Wie krijgt gegevens van uw kind?</h2>
${partyTable(entries, 'to-party', 'Op dit moment krijgt niemand gegevens van uw kind.')}
<h2>Waar komen gegevens over uw kind vandaan?</h2>
${partyTable(entries, 'from-party', lastFile === undefined ? 'Op dit moment komen er nergens gegevens over uw kind vandaan.' : undefined)}
${lastFile === undefined ? undefined : html`<p>De school haalt gegevens van leerlingen ook uit een bestand van haar eigen leerlingadministratie, het laatst op ${day(lastFile)}.</p>`}
${earlier(entries)}
<h2>Wie beslist er over uw kind?</h2>
<p>Resultaten horen vaak bij een leerdoel, zoals klokkijken. Een leverancier kan de leerkracht een signaal geven, bijvoorbeeld dat uw kind ergens vastloopt. Deze koppeling rekent zelf niets uit en beslist niets: zij telt resultaten van verschillende leveranciers niet op en vergelijkt ze niet. De leerkracht beslist. Leerkrachten kunnen een aantekening maken bij een leerdoel. Geen leverancier krijgt die.</p>
<h2>Hoe lang bewaart de school dit?</h2>
${list(kept.map(({ class: name, days }) => `${capital(RETENTION_WORDS[name][0])}: ${term(days)} ${RETENTION_WORDS[name][1]}.`))}
${school.heldSince === undefined ? undefined : html`<p class="notice">Sinds ${day(school.heldSince)} wist de school tijdelijk niets, omdat de gegevens nog nodig kunnen zijn.</p>`}
<p>Daarna worden de gegevens gewist. Namen en andere gegevens van uw kind worden versleuteld bewaard: wie de sleutel niet heeft, kan ze niet lezen.</p>
<h2>Wat wordt nooit doorgegeven of bewaard?</h2>
${list(NEVER)}
<h2>Wat kunt u doen?</h2>
<ul>
<li><strong>Bekijken.</strong> U mag zien welke gegevens van uw kind er zijn, en wie ze heeft gekregen.</li>
<li><strong>Verbeteren.</strong> Klopt er iets niet? De school past het aan.</li>
<li><strong>Wissen.</strong> U mag vragen om de gegevens van uw kind te wissen.</li>
<li><strong>Stoppen.</strong> U mag vragen om de gegevens van uw kind niet meer door te geven.</li>
</ul>
<p>Vraag het aan ${ask}. U krijgt binnen een maand antwoord. Bent u het niet eens met het antwoord? Dan kunt u een klacht sturen naar de Autoriteit Persoonsgegevens: autoriteitpersoonsgegevens.nl.</p>
${controller === undefined ? undefined : html`<p>Verantwoordelijk voor de gegevens: ${controller}.</p>`}
${fg === undefined ? undefined : html`<p>De school heeft een functionaris gegevensbescherming, die erop let dat zij zorgvuldig met gegevens omgaat: ${fg}.</p>`}
<p class="small">${school.name} (${school.id}). Gemaakt op ${day(madeAt)}, uit de afspraken die toen golden.</p>`,
  );
}

function partyTable(entries: readonly RegisterEntry[], direction: Direction, none: string | undefined): Html | undefined {
  const rows = entries
    .filter(({ state }) => state === 'in-force')
    .flatMap((entry) =>
      entry.exchanges
        .filter((exchange) => exchange.direction === direction && isOfChildren(exchange))
        .map((exchange) => rowOf(entry, exchange)),
    );
  if (rows.length === 0) return none === undefined ? undefined : html`<p>${none}</p>`;
  const caption = direction === 'to-party' ? 'Gegevens die de school geeft' : 'Gegevens die binnenkomen';
  return table(caption, ['Organisatie', 'Welke gegevens', 'Waarvoor', 'Sinds'], rows);
}

/** Whether data of children go that way now. */
function isOfChildren({ scopes, yields }: RegisterExchange): boolean {
  return yields !== true && !scopes?.every((scope) => SCOPES_WITHOUT_CHILDREN.has(scope));
}

function rowOf({ party, purpose, from, until }: RegisterEntry, exchange: RegisterExchange): readonly [string, Html, string, string] {
  const since = until === undefined ? day(from) : `${day(from)}, tot ${day(until)}`;
  return [party.name, whatOf(exchange), purpose, since];
}

function whatOf({ fields, scopes }: RegisterExchange): Html {
  const words = fields.length > 0 ? childWords(fields) : (scopes ?? []).map((scope) => (isScope(scope) ? SCOPE_WORDS[scope] : scope));
  const staff = hasStaff(fields) ? html`<p>Ook gegevens van leerkrachten.</p>` : undefined;
  return html`${list(words)}${staff}`;
}

function earlier(entries: readonly RegisterEntry[]): Html | undefined {
  const over = entries.filter(({ state }) => state === 'over');
  if (over.length === 0) return undefined;
  const rows = over.map(({ party, purpose, from, until, endedAt }): [string, string, string] => [
    party.name,
    purpose,
    `${day(from)} tot ${day(earliest(until, endedAt) ?? from)}`,
  ]);
  return html`<h2>Welke afspraken golden eerder?</h2>
${table('Afspraken die voorbij zijn', ['Organisatie', 'Waarvoor', 'Wanneer'], rows)}`;
}

/** It may have been ended before its term was over. */
function earliest(until: string | undefined, endedAt: string | undefined): string | undefined {
  return until === undefined || (endedAt !== undefined && endedAt < until) ? endedAt : until;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
