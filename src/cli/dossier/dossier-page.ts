import type {
  Dossier,
  DossierDisclosure,
  DossierMessage,
  DossierResult,
  DossierRevision,
  DossierYear,
  NamedParty,
} from '../../exchange/rights/dossier.js';
import { GENDER_WORDS, LEARNER_WORDS, OPERATION_WORDS, VALUE_WORDS, when } from './dutch-words.js';
import { Html, html } from './html.js';

const STYLE = new Html(`
  body { font: 16px/1.5 system-ui, sans-serif; color: #1b1b1b; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.7rem; margin-bottom: .25rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 2px solid #1d4f7c; padding-bottom: .25rem; }
  h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; } p { margin: .4rem 0; } .small { color: #555; font-size: .875rem; }
  table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; } caption { text-align: left; color: #555; font-size: .875rem; padding-bottom: .25rem; }
  th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #d5d9dd; overflow-wrap: anywhere; }
  th { background: #f2f5f8; font-weight: 600; } th[scope=row] { width: 18rem; } .notice { background: #fff6dd; border-left: 4px solid #c98a00; padding: .6rem 1rem; }
  .replaced { color: #666; } code { font-size: .8125rem; overflow-wrap: anywhere; }
  @media print { body { margin: 0; max-width: none; font-size: 11pt; } h2, h3 { break-after: avoid; } tr { break-inside: avoid; } }`);

/** The dossier as a page in Dutch for the learner or the parents: on its own, without anything that has to be fetched. */
export function dossierPage(dossier: Dossier): string {
  const { school, madeAt, restrictedSince } = dossier;
  return html`<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Gegevens van een leerling van ${school.name}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Gegevens van ${nameOf(dossier)}</h1>
<p>${school.name} (${school.id}). Alles wat de koppeling van de school met leermiddelen bewaart, op ${when(madeAt)}.</p>
${restrictedSince === undefined ? undefined : html`<p class="notice">Deze gegevens worden sinds ${when(restrictedSince)} aan niemand verstrekt (beperking van de verwerking).</p>`}
<h2>Wie</h2>
${dossier.years.length === 0 ? html`<p>De leerling is alleen bekend uit resultaten.</p>` : dossier.years.map(yearPart)}
${namesPart(dossier)}
<h2>Resultaten</h2>
${dossier.results.length === 0 ? html`<p>Er zijn geen resultaten.</p>` : dossier.results.map(resultPart)}
<h2>Waar de resultaten vandaan komen</h2>
${dossier.received.length === 0 ? html`<p>Er zijn geen berichten.</p>` : receivedPart(dossier.received)}
<h2>Aan wie gegevens zijn verstrekt</h2>
${dossier.given.length === 0 ? html`<p>Aan niemand, voor zover dat is vastgelegd.</p>` : givenPart(dossier.given)}
<h2>Uw rechten</h2>
<p>Klopt er iets niet, wilt u dat gegevens worden gewist of dat zij niet meer worden verstrekt? Neem contact op met de school: die beslist erover. U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens.</p>
</body>
</html>
`.text;
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
      return [word, field === 'gender' ? (GENDER_WORDS[value] ?? value) : value] as const;
    }),
  ];
  return html`<h3>Schooljaar ${schoolYear}</h3>
<p class="small">Van ${source.party === undefined ? 'een bestand' : partyName(source.party)}, laatst ontvangen op ${when(source.receivedAt)}. In de lijst sinds ${when(since)}${until === undefined ? '' : `, tot ${when(until)}`}.</p>
<table>${rows.filter(([, value]) => value !== '').map(([word, value]) => html`<tr><th scope="row">${word}</th><td>${value}</td></tr>`)}</table>
${groups.length === 0 ? undefined : html`<table><tr><th>Groep</th><th>Sinds</th><th>Tot</th></tr>${groups.map((group) => html`<tr><td>${group.name ?? 'een groep die er niet meer is'}</td><td>${when(group.since)}</td><td>${group.until === undefined ? 'nu' : when(group.until)}</td></tr>`)}</table>`}`;
}

function namesPart({ pseudonyms, namedInResults }: Dossier): Html {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Sleutel in berichten met resultaten', namedInResults.leerlingids],
    ['ECK iD in berichten met resultaten', namedInResults.eckIds],
    ['Schuilnamen in deze koppeling', [...(pseudonyms.learner === undefined ? [] : [pseudonyms.learner]), ...pseudonyms.others]],
  ];
  const filled = rows.filter(([, values]) => values.length > 0);
  return html`<h3>Namen in berichten</h3><table>${filled.map(([word, values]) => html`<tr><th scope="row">${word}</th><td>${values.map((value) => html`<code>${value}</code> `)}</td></tr>`)}</table>`;
}

function resultPart({ source, revisions }: DossierResult): Html {
  const last = revisions.at(-1);
  const { activity } = last ?? {};
  const part = activity?.part === undefined ? '' : `, ${activity.part.name ?? activity.part.code}`;
  return html`<h3>${activity?.name ?? activity?.code ?? 'Toets'}${part}</h3>
<table><caption>Van ${partyName(source.party)}</caption><tr><th>Afgenomen</th><th>Gegevens</th><th>Ontvangen</th></tr>${[...revisions].reverse().map((revision) => revisionRow(revision, revision === last))}</table>`;
}

function revisionRow(revision: DossierRevision, current: boolean): Html {
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
  if (current) return html`<tr><td>${date}</td><td>${lines}</td><td>${when(storedAt)}</td></tr>`;
  return html`<tr class="replaced"><td>${date}</td><td>${lines}<div>(later verbeterd door de aanbieder)</div></td><td>${when(storedAt)}</td></tr>`;
}

function receivedPart(messages: readonly DossierMessage[]): Html {
  const rows = messages.map(
    ({ receivedAt, party, operation, exchange, leftOut }) =>
      html`<tr><td>${when(receivedAt)}</td><td>${party === undefined ? '' : partyName(party)}</td><td>${operationName(operation)}<br><code>${exchange}</code></td><td>${leftOut.map(({ path, rule }) => html`<div>${path} (${rule})</div>`)}</td></tr>`,
  );
  return html`<table><caption>Wat niet is bewaard, geldt voor het hele bericht: ook voor anderen die erin stonden.</caption><tr><th>Wanneer</th><th>Van wie</th><th>Bericht</th><th>Niet bewaard</th></tr>${rows}</table>`;
}

function givenPart(disclosures: readonly DossierDisclosure[]): Html {
  const rows = disclosures.map(
    ({ at, receiver, operation, purpose, fields, schoolYear, exchange }) =>
      html`<tr><td>${when(at)}</td><td>${partyName(receiver)}${purpose === undefined ? undefined : html`<br><span class="small">voor: ${purpose}</span>`}</td><td>${operationName(operation)}${schoolYear === undefined ? '' : ` (${schoolYear})`}<br><code>${exchange}</code></td><td>${fields.join(', ')}</td></tr>`,
  );
  return html`<table><tr><th>Wanneer</th><th>Aan wie</th><th>Hoe</th><th>Welke gegevens, voor zover aanwezig</th></tr>${rows}</table>`;
}

function partyName({ klantcode, name }: NamedParty): string {
  return name === undefined ? klantcode : `${name} (${klantcode})`;
}

function operationName(operation: string): string {
  return OPERATION_WORDS[operation] ?? operation;
}
