import { isScope } from '../../directory/access/scopes.js';
import type { Moved } from '../../register/moved.js';
import type { ProcessingRegister, RegisterEntry, RegisterExchange } from '../../register/processing-register.js';
import type { PrivacyClass } from '../../uwlr/grammar/grammar.js';
import { day } from '../dutch-dates.js';
import { type Html, html } from '../html.js';
import { facts, page, table } from '../page.js';
import { CLASS_WORDS, EXCHANGE_WORDS, MESSAGE_WORDS, profileWords, RETENTION_WORDS, ROLE_WORDS, SCOPE_WORDS, term } from './dutch-words.js';
import { hasStaff, neutralWords } from './field-words.js';

const STATES = { 'in-force': 'Van kracht', 'not-yet': 'Gaat nog in', over: 'Voorbij', never: 'Nooit van kracht geweest' } as const;

/** The register as a page in Dutch for the school. */
export function registerPage({ school, madeAt, entries, lastFile, files, unattributed, retention }: ProcessingRegister): string {
  const states = Object.keys(STATES) as (keyof typeof STATES)[];
  return page(
    `Verwerkingsregister van ${school.name}`,
    html`<h1>Verwerkingsregister van ${school.name}</h1>
<p>School ${school.id}. Wie welke gegevens van leerlingen en leerkrachten krijgt of levert, waarvoor, en sinds wanneer: zoals het volgt uit de overeenkomsten op ${day(madeAt)}.</p>
<h2>Wie verantwoordelijk is</h2>
${statementPart(school)}
${school.pausedAt === undefined ? undefined : html`<p class="notice">Alle uitwisseling ligt stil sinds ${day(school.pausedAt)}.</p>`}
${school.heldSince === undefined ? undefined : html`<p class="notice">Er wordt niets verwijderd sinds ${day(school.heldSince)} (bewaarplicht).</p>`}
${lastFile === undefined ? undefined : html`<p>De school heeft ook leerlinggegevens ingelezen uit een bestand, het laatst op ${day(lastFile)}.</p>`}
${files.written.last === undefined ? undefined : html`<p>Leerlinggegevens zijn ${times(files.written.messages)} als bestand weggeschreven door wie deze koppeling beheert, het laatst op ${day(files.written.last)}.</p>`}
${dossierLine('ingelezen van een andere school', files.dossiersRead)}
${dossierLine('meegegeven voor een andere school', files.dossiersWritten)}
${entries.length === 0 ? html`<p>Er zijn geen overeenkomsten.</p>` : undefined}
${states.map((state) => stateParts(state, entries))}
${unattributed.length === 0 ? undefined : unattributedPart(unattributed)}
<h2>Bewaartermijnen</h2>
${table('Hoe lang wordt wat bewaard', ['Wat', 'Hoe lang', 'Vanaf'], retention.map(retentionRow))}`,
  );
}

/** That results of a pupil went to another school, or came from one. */
function dossierLine(what: string, { messages, last }: Moved): Html | undefined {
  if (last === undefined) return undefined;
  return html`<p>Resultaten van een leerling zijn ${times(messages)} als dossier ${what}, het laatst op ${day(last)}.</p>`;
}

const NOT_GIVEN = 'niet opgegeven';

/** What the law asks for and only the school can say (AVG, article 30). Nothing of it is made up. */
function statementPart({ name, statement = {} }: ProcessingRegister['school']): Html {
  const { controller, contact, fg, legalGround, transfers, security } = statement;
  return facts([
    ['School', name],
    ['Verwerkingsverantwoordelijke', controller ?? NOT_GIVEN],
    ['Contact', contact ?? NOT_GIVEN],
    ['Functionaris gegevensbescherming', fg ?? NOT_GIVEN],
    ['Grondslag', legalGround ?? NOT_GIVEN],
    ['Doorgifte buiten de EU', transfers ?? NOT_GIVEN],
    ['Beveiliging', security ?? NOT_GIVEN],
  ]);
}

function unattributedPart(rows: ProcessingRegister['unattributed']): Html {
  const cells = rows.map(({ party, operation, messages, last = '' }): [string, string, string, string] => [
    party,
    MESSAGE_WORDS[operation] ?? 'een ander bericht',
    String(messages),
    day(last),
  ]);
  return html`<h2>Niet vastgelegd onder welke overeenkomst</h2>
${table('Berichten van een eerdere versie van deze koppeling', ['Partij', 'Bericht', 'Aantal', 'Het laatste'], cells)}`;
}

function times(count: number): string {
  return count === 1 ? 'één keer' : `${count} keer`;
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
  ['Welke gegevens', profileWords(profile)],
  ['Nummer van de overeenkomst', agreement],
  ['Sleutels die nu gelden', String(keys)],
])}
${entry.exchanges.map((exchange) => exchangePart(exchange, party.name))}`;
}

function endText({ until, endedAt }: { readonly until: string | undefined; readonly endedAt: string | undefined }): string {
  if (endedAt !== undefined) return `beëindigd op ${day(endedAt)}`;
  return until === undefined ? 'tot opzegging' : day(until);
}

function exchangePart(exchange: RegisterExchange, name: string): Html {
  const { kind, direction, scopes, infourl, yields } = exchange;
  const where = direction === 'to-party' ? `naar ${name}` : `van ${name}`;
  const rows: (readonly [string, string])[] = [
    ['Berichten', movedText(exchange)],
    ...(yields ? [['Let op', 'een andere overeenkomst met deze partij gaat voor: hieronder gaat nu niets'] as const] : []),
    ...(scopes === undefined
      ? []
      : [['Rechten', scopes.map((scope) => (isScope(scope) ? SCOPE_WORDS[scope] : scope)).join('; ')] as const]),
    [
      'Over wie',
      hasStaff(exchange.fields) || (scopes ?? []).some((scope) => scope.startsWith('teachers:'))
        ? 'leerlingen en leerkrachten'
        : 'leerlingen',
    ],
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
    const names = neutralWords(fields.filter((field) => field.privacy === privacy).map(({ path }) => path));
    return names.length === 0 ? [] : [[CLASS_WORDS[privacy], names.join(', ')] as const];
  });
}

function retentionRow({ class: name, days }: ProcessingRegister['retention'][number]): readonly [string, string, string] {
  const [what, from] = RETENTION_WORDS[name];
  return [what, term(days), from];
}
