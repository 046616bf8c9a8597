import type { Dossier, DossierDisclosure, DossierMessage, DossierResult, DossierRevision, DossierYear } from '../../rights/dossier.js';
import { day, when } from '../dutch-dates.js';
import { type Html, html } from '../html.js';
import { facts, page, table } from '../page.js';
import { neutralWords, restWords } from '../register/field-words.js';
import { GENDER_WORDS, LEARNER_WORDS, operationWords, stripWords, VALUE_WORDS } from './dutch-words.js';
import { annotationsPart, linksPart, partyName, signalsPart } from './goal-parts.js';

/** The dossier as a page in Dutch for the learner or the parents: on its own, without anything that has to be fetched. */
export function dossierPage(dossier: Dossier): string {
  const { school, madeAt, restrictedSince } = dossier;
  const body = html`<h1>Gegevens van ${nameOf(dossier)}</h1>
<p>${school.name} (${school.id}). Alles wat de koppeling van de school met leermiddelen bewaart, op ${when(madeAt)}.</p>
${restrictedSince === undefined ? undefined : html`<p class="notice">Deze gegevens worden sinds ${when(restrictedSince)} aan niemand verstrekt (beperking van de verwerking).</p>`}
<h2>Wie</h2>
${dossier.years.length === 0 ? html`<p>De leerling is alleen bekend uit resultaten.</p>` : dossier.years.map(yearPart)}
${namesPart(dossier)}
<h2>Resultaten</h2>
${dossier.results.length === 0 ? html`<p>Er zijn geen resultaten.</p>` : dossier.results.map((result) => resultPart(result, dossier.goals))}
<h2>Signalen van leveranciers</h2>
${dossier.signals.length === 0 ? html`<p>Er zijn geen signalen.</p>` : signalsPart(dossier.signals)}
<h2>Aantekeningen van leerkrachten</h2>
${dossier.annotations.length === 0 ? html`<p>Er zijn geen aantekeningen.</p>` : annotationsPart(dossier.annotations, dossier.goals)}
<h2>Waar dit vandaan komt</h2>
${dossier.received.length === 0 ? html`<p>Er zijn geen berichten.</p>` : receivedPart(dossier.received)}
<h2>Aan wie gegevens zijn verstrekt</h2>
${dossier.given.length === 0 ? html`<p>Aan niemand, voor zover dat is vastgelegd.</p>` : givenPart(dossier.given)}
<h2>Uw rechten</h2>
<p>Klopt er iets niet, wilt u dat gegevens worden gewist of dat zij niet meer worden verstrekt? Neem contact op met de school: die beslist erover. U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens.</p>`;
  return page(`Gegevens van een leerling van ${school.name}`, body);
}

function nameOf({ years }: Dossier): string {
  const { call, prefix, family } = years[0]?.learner.name ?? {};
  return [call, prefix, family].filter((part) => part !== undefined).join(' ') || 'een leerling';
}

function yearPart({ schoolYear, source, since, until, learner, groups }: DossierYear): Html {
  const { name, ...rest } = learner;
  const rows: (readonly [string, string])[] = [
    ['Roepnaam', name.call ?? ''],
    ['Voorletters', name.initials ?? ''],
    ['Achternaam', [name.prefix, name.family].filter((part) => part !== undefined).join(' ')],
    ...Object.entries(LEARNER_WORDS).map(([field, word]) => {
      const value = rest[field as keyof typeof rest] ?? '';
      return [word, shownValue(field, value)] as const;
    }),
  ];
  return html`<h3>Schooljaar ${schoolYear}</h3>
<p class="small">Van ${source.party === undefined ? 'een bestand' : partyName(source.party)}, laatst ontvangen op ${when(source.receivedAt)}. In de lijst sinds ${when(since)}${until === undefined ? '' : `, tot ${when(until)}`}.</p>
${facts(rows.filter(([, value]) => value !== ''))}
${groups.length === 0 ? undefined : groupsPart(groups)}`;
}

function shownValue(field: string, value: string): string {
  if (field === 'gender') return GENDER_WORDS[value] ?? value;
  return value !== '' && (field === 'birthDate' || field === 'startYearGroup3') ? day(value) : value;
}

function groupsPart(groups: DossierYear['groups']): Html {
  const rows = groups.map(
    ({ name, since, until }) => [name ?? 'een groep die er niet meer is', when(since), until === undefined ? 'nu' : when(until)] as const,
  );
  return table('Groepen', ['Groep', 'Sinds', 'Tot'], rows);
}

function namesPart({ pseudonyms, namedInResults }: Dossier): Html {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Sleutel in berichten met resultaten', namedInResults.leerlingids],
    ['ECK iD in berichten met resultaten', namedInResults.eckIds],
    ['Schuilnamen in deze koppeling', [...(pseudonyms.learner === undefined ? [] : [pseudonyms.learner]), ...pseudonyms.others]],
  ];
  const filled = rows.filter(([, values]) => values.length > 0);
  const shown = filled.map(([word, values]) => [word, html`${values.map((value) => html`<code>${value}</code> `)}`] as const);
  return html`<h3>Namen in berichten</h3>${facts(shown)}`;
}

function resultPart({ source, revisions }: DossierResult, goals: Dossier['goals']): Html {
  const last = revisions.at(-1);
  const { activity } = last ?? {};
  const part = activity?.part === undefined ? '' : `, ${activity.part.name ?? activity.part.code}`;
  return html`<h3>${activity?.name ?? activity?.code ?? 'Toets'}${part}</h3>
${linksPart(last?.goalLinks ?? [], goals)}
${table(
  `Van ${partyName(source.party)}${source.handedOver === undefined ? '' : `, overgenomen van ${source.handedOver.name} (${source.handedOver.school})`}`,
  ['Afgenomen', 'Gegevens', 'Ontvangen'],
  [...revisions].reverse().map((revision) => revisionRow(revision, revision === last)),
)}`;
}

function revisionRow(revision: DossierRevision, current: boolean) {
  const { date, storedAt, values, norm, context, detailUrl } = revision;
  const said = [
    ...values.map(({ kind, value, unit, scale, meaning }) =>
      [VALUE_WORDS[kind], value, unit, scale, meaning].filter((text) => text !== undefined).join(' '),
    ),
    ...(norm === undefined ? [] : [`volgens de aanbieder: ${norm.description ?? norm.term}`]),
    ...Object.entries({
      'aantal opgaven': context.itemCount,
      'aantal goed': context.correct,
      'aantal fout': context.incorrect,
      'duur in seconden': context.durationSeconds,
      'instructie in seconden': context.instructionSeconds,
    }).flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`])),
    ...context.extra.map(({ name, value, unit }) => [name, value, unit].filter((text) => text !== undefined).join(' ')),
    ...(detailUrl === undefined ? [] : [`te zien op ${detailUrl}`]),
  ];
  const lines = said.map((line) => html`<div>${line}</div>`);
  const replaced = html`<div class="replaced">${lines}<div>(later verbeterd door de aanbieder)</div></div>`;
  return [day(date), current ? html`${lines}` : replaced, when(storedAt)] as const;
}

function receivedPart(messages: readonly DossierMessage[]): Html {
  const rows = messages.map(
    ({ receivedAt, party, operation, exchange, leftOut }) =>
      [
        when(receivedAt),
        party === undefined ? '' : partyName(party),
        html`${operationWords(operation)}${mark(exchange)}`,
        html`${leftOutWords(leftOut).map((line) => html`<div>${line}</div>`)}`,
      ] as const,
  );
  const caption = 'Wat niet is bewaard, geldt voor het hele bericht: ook voor anderen die erin stonden.';
  return table(caption, ['Wanneer', 'Van wie', 'Bericht', 'Niet bewaard'], rows);
}

function leftOutWords(leftOut: DossierMessage['leftOut']): readonly string[] {
  return [...new Set(leftOut.map(({ path, rule }) => `${neutralWords([path])[0]} (${stripWords(rule)})`))];
}

function givenPart(disclosures: readonly DossierDisclosure[]): Html {
  const rows = disclosures.map((one) => {
    const { receiver, operation, purpose, schoolYear, exchange } = one;
    return [
      givenAt(one),
      html`${partyName(receiver)}${purpose === undefined ? undefined : html`<br><span class="small">voor: ${purpose}</span>`}`,
      html`${operationWords(operation)}${schoolYear === undefined ? '' : ` (${schoolYear})`}${mark(exchange)}`,
      givenFields(one).join(', '),
    ] as const;
  });
  return table('Voor zover dat is vastgelegd', ['Wanneer', 'Aan wie', 'Hoe', 'Welke gegevens, voor zover aanwezig'], rows);
}

function givenAt({ at, times, last, departure }: DossierDisclosure): string {
  const again = last === undefined ? '' : `; ${times} keer verzonden, het laatst op ${when(last)}`;
  const unsure = {
    left: '',
    unknown: '; niet zeker of het is verzonden',
    'not-recorded': '; niet vastgelegd of het is verzonden',
  }[departure];
  return `${when(at)}${again}${unsure}`;
}

const RESULT = 'leerresultaten_verzoek/toetsafnames/toetsafname/';
const PUPIL = 'leerlinggegevens/leerlingen/leerling/';
/** Elements that only hold others say nothing by themselves. */
const HOLDERS: readonly string[] = ['resultaten', 'resultaten/resultaat', 'resultaten/resultaat/osoresultaat'];

/** A disclosure names fields by their place in a result or in a pupil, or as REST does. */
function givenFields({ operation, fields }: DossierDisclosure): readonly string[] {
  if (operation === 'result.deliver') return neutralWords(fields.filter((one) => !HOLDERS.includes(one)).map((one) => RESULT + one));
  if (operation === 'ExportRoster' || operation.startsWith('Haal')) return neutralWords(fields.map((one) => PUPIL + one));
  return restWords(fields);
}

/** By which the school finds it again. */
function mark(exchange: string): Html {
  return html`<br><span class="small">kenmerk ${exchange}</span>`;
}
