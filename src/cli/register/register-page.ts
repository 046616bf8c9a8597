import type { Moved } from '../../exchange/register/moved.js';
import type { ProcessingRegister, RegisterEntry, RegisterExchange } from '../../exchange/register/processing-register.js';
import type { PrivacyClass } from '../../uwlr/grammar/grammar.js';
import { type Html, html } from '../page/html.js';
import { facts, page, table } from '../page/page.js';
import { CLASS_WORDS, day, EXCHANGE_WORDS, RETENTION_WORDS, ROLE_WORDS, term } from './dutch-words.js';

const STATES = { 'in-force': 'Van kracht', 'not-yet': 'Gaat nog in', over: 'Voorbij' } as const;

/** The register as a page in Dutch for the school. */
export function registerPage({ school, madeAt, entries, lastFile, retention }: ProcessingRegister): string {
  const states = Object.keys(STATES) as (keyof typeof STATES)[];
  return page(
    `Verwerkingsregister van ${school.name}`,
    html`<h1>Verwerkingsregister van ${school.name}</h1>
<p>School ${school.id}. Wie welke gegevens van leerlingen en leerkrachten krijgt of levert, waarvoor, en sinds wanneer: zoals het volgt uit de overeenkomsten op ${day(madeAt)}.</p>
${school.pausedAt === undefined ? undefined : html`<p class="notice">Alle uitwisseling ligt stil sinds ${day(school.pausedAt)}.</p>`}
${school.heldSince === undefined ? undefined : html`<p class="notice">Er wordt niets verwijderd sinds ${day(school.heldSince)} (bewaarplicht).</p>`}
${lastFile === undefined ? undefined : html`<p>De school heeft ook leerlinggegevens ingelezen uit een bestand, het laatst op ${day(lastFile)}.</p>`}
${entries.length === 0 ? html`<p>Er zijn geen overeenkomsten.</p>` : undefined}
${states.map((state) => stateParts(state, entries))}
<h2>Bewaartermijnen</h2>
${table('Hoe lang wordt wat bewaard', ['Wat', 'Hoe lang', 'Vanaf'], retention.map(retentionRow))}`,
  );
}

function stateParts(state: keyof typeof STATES, entries: readonly RegisterEntry[]): Html {
  const inState = entries.filter((entry) => entry.state === state);
  return inState.length === 0 ? html`` : html`<h2>${STATES[state]}</h2>\n${inState.map(entryPart)}`;
}

function entryPart(entry: RegisterEntry): Html {
  const { party, purpose, profile, from, until, endedAt, keys, agreement } = entry;
  return html`<h3>${party.name}</h3>
${facts([
  ['Partij', `${party.name} (${party.klantcode}), ${ROLE_WORDS[party.role]}`],
  ['Doel', purpose],
  ['Sinds', day(from)],
  ['Tot', endText({ until, endedAt })],
  ['Afspraak', `${profile}; overeenkomst ${agreement}`],
  ['Sleutels nu', String(keys)],
])}
${entry.exchanges.map((exchange) => exchangePart(exchange, party.name))}`;
}

function endText({ until, endedAt }: { readonly until: string | undefined; readonly endedAt: string | undefined }): string {
  if (endedAt !== undefined) return `beëindigd op ${day(endedAt)}`;
  return until === undefined ? 'tot opzegging' : day(until);
}

function exchangePart(exchange: RegisterExchange, name: string): Html {
  const { kind, direction, scopes, infourl } = exchange;
  const where = direction === 'to-party' ? `naar ${name}` : `van ${name}`;
  const rows: (readonly [string, string])[] = [
    ['Berichten', movedText(exchange)],
    ...(scopes === undefined ? [] : [['Rechten', scopes.join(', ')] as const]),
    ...classRows(exchange),
    ...(infourl === undefined || infourl.keep === 'none'
      ? []
      : [['Links', infourl.keep === 'all' ? 'geheel' : infourl.hosts.join(', ')] as const]),
  ];
  return html`<p><strong>${EXCHANGE_WORDS[kind]}</strong>, ${where}</p>\n${facts(rows)}`;
}

function movedText({ messages, unsure, last }: Moved): string {
  const count = last === undefined ? '0' : `${messages}, het laatste op ${day(last)}`;
  return unsure === undefined ? count : `${count}; van ${unsure} is niet bekend of het is aangekomen`;
}

/** What says most about somebody comes first. */
const CLASSES: readonly PrivacyClass[] = ['S', 'D', 'I', 'P', 'C', 'F', 'N'];

function classRows({ fields }: RegisterExchange): (readonly [string, string])[] {
  return CLASSES.flatMap((privacy) => {
    const names = fields.filter((field) => field.privacy === privacy).map(({ name }) => name);
    return names.length === 0 ? [] : [[CLASS_WORDS[privacy], names.join(', ')] as const];
  });
}

function retentionRow({ class: name, days }: ProcessingRegister['retention'][number]): readonly [string, string, string] {
  const [what, from] = RETENTION_WORDS[name];
  return [what, term(days), from];
}
