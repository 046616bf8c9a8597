import type { InBoth, Language } from './language.js';
import type { Report } from './report.js';

const ALWAYS: readonly InBoth[] = [
  {
    en: 'It says what was seen in one run, with the data that were there; it is no certificate, and no promise for other data or a later version.',
    nl: 'Dit is wat in één keer testen te zien was, met de gegevens die er toen waren. Het is geen certificaat, en geen belofte voor andere gegevens of een latere versie.',
  },
  {
    en: 'Requirements that no test can see from outside, such as how long data are kept, are not-testable.',
    nl: 'Eisen die van buiten niet te zien zijn, zoals hoe lang gegevens bewaard blijven, staan er als not-testable.',
  },
];
const DERIVED: InBoth = {
  en: 'The schemas that judged are derived from the grammar of this suite; give the official files with --schema to be judged by those.',
  nl: 'De gebruikte schema’s zijn afgeleid van de grammatica van deze suite. Geef de officiële bestanden met --schema om daarmee te toetsen.',
};
const SAFE: InBoth = {
  en: 'Nothing was sent that the other side would store (--safe): the intake of results was not tested.',
  nl: 'Er is niets verstuurd dat de andere kant zou opslaan (--safe): de ontvangst van resultaten is niet getest.',
};
const LEVEL: InBoth = {
  en: 'Not the whole suite ran: level full has more tests.',
  nl: 'Niet de hele suite is gedaan: niveau full heeft meer tests.',
};
const ENDED: Readonly<Record<NonNullable<Report['ended']>, InBoth>> = {
  interrupted: {
    en: 'The run was interrupted: what it did not come to is a skip.',
    nl: 'De test is onderbroken: wat niet meer aan de beurt kwam, staat er als skip.',
  },
  'not-reached': {
    en: 'The other side stopped answering: what it did not come to is a skip.',
    nl: 'De andere kant antwoordde niet meer: wat niet meer aan de beurt kwam, staat er als skip.',
  },
  'ledger-lost': {
    en: 'The ledger of the receiver could not be read during the run: tests that need it are a skip.',
    nl: 'Het overzicht van de ontvanger was tijdens de test niet te lezen: tests die het nodig hebben, staan er als skip.',
  },
};

/** What a report does not prove. */
export function limitsOf(
  { role, judge, level, ended, subject }: Pick<Report, 'role' | 'judge' | 'level' | 'ended' | 'subject'>,
  language: Language,
): string[] {
  return [
    ...(ended === undefined ? [] : [ENDED[ended]]),
    ...ALWAYS,
    ...(judge?.kind === 'derived' ? [DERIVED] : []),
    ...(subject.safe === true && role === 'las' ? [SAFE] : []),
    ...(level === undefined || level === 'full' ? [] : [LEVEL]),
  ].map((text) => text[language]);
}
