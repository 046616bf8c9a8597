import type { Language } from '../../../conformance/report/language.js';
import type { Report } from '../../../conformance/report/report.js';

const WORDS = {
  title: { en: 'Tested against UWLR', nl: 'Getest met UWLR' },
  titleOurs: { en: 'Tested against the interfaces of this gateway', nl: 'Getest met de koppelvlakken van deze gateway' },
  first: { en: 'What failed', nl: 'Wat fout ging' },
  mend: { en: 'Mend first', nl: 'Herstel eerst' },
  advice: { en: 'How to mend it', nl: 'Zo herstelt u het' },
  rerun: { en: 'To see what was sent and received', nl: 'Om te zien wat er heen en weer ging' },
  verbose: { en: '--verbose gives the reasons', nl: 'de redenen met --verbose' },
  seen: { en: 'seen', nl: 'gezien' },
  gone: { en: 'gone: take it off the list', nl: 'weg: haal hem van de lijst' },
  notRun: { en: 'not run', nl: 'niet gedaan' },
  needs: { en: 'Needs', nl: 'Heeft nodig' },
  filter: { en: 'Show', nl: 'Toon' },
  limits: { en: 'What this report does not prove', nl: 'Wat dit rapport niet bewijst' },
  tests: { en: 'Tests', nl: 'Tests' },
  requirements: { en: 'Requirements of the catalogue', nl: 'Eisen in de catalogus' },
  requirement: { en: 'Requirement', nl: 'Eis' },
  source: { en: 'Source', nl: 'Bron' },
  expected: { en: 'Expected', nl: 'Verwacht' },
  actual: { en: 'Seen', nl: 'Gezien' },
  evidence: { en: 'Evidence', nl: 'Waaruit het blijkt' },
  findings: { en: 'Findings', nl: 'Bevindingen' },
  reason: { en: 'Reason', nl: 'Reden' },
  accepted: { en: 'Expected failure', nl: 'Verwachte fout' },
  exchange: { en: 'Exchange', nl: 'Uitwisseling' },
  exchanges: { en: 'Exchanges', nl: 'Uitwisselingen' },
  request: { en: 'Request', nl: 'Vraag' },
  answer: { en: 'Answer', nl: 'Antwoord' },
  noAnswer: { en: 'No answer', nl: 'Geen antwoord' },
  again: { en: 'Send it again (the key is in UWLR_CONFORM_KEY)', nl: 'Nog eens versturen (de sleutel staat in UWLR_CONFORM_KEY)' },
  run: { en: 'This run', nl: 'Deze keer' },
  address: { en: 'Address', nl: 'Adres' },
  versions: { en: 'Versions', nl: 'Versies' },
  suite: { en: 'Suite', nl: 'Suite' },
  catalogue: { en: 'Catalogue', nl: 'Catalogus' },
  judge: { en: 'Judge', nl: 'Schema’s' },
  official: { en: 'official XSDs in', nl: 'officiële XSD’s in' },
  derived: { en: 'XSDs derived from the grammar of this suite', nl: 'XSD’s afgeleid van de grammatica van deze suite' },
  seed: { en: 'Seed', nl: 'Seed' },
  level: { en: 'Level', nl: 'Niveau' },
  when: { en: 'When', nl: 'Wanneer' },
  authorisedBy: { en: 'Authorised by', nl: 'Toestemming van' },
  learned: { en: 'What could be learned of the system', nl: 'Wat over het systeem te leren was' },
  fields: { en: 'Fields', nl: 'Velden' },
  software: { en: 'Software', nl: 'Software' },
  masked: {
    en: 'Values that may be personal are masked; equal ones have the same mark.',
    nl: 'Waarden die over iemand kunnen gaan zijn afgedekt; gelijke waarden hebben hetzelfde merk.',
  },
  more: { en: 'The JSON report has more of it.', nl: 'Het JSON-rapport heeft er meer van.' },
  none: { en: 'none', nl: 'geen' },
} as const;

export type Word = keyof typeof WORDS;

/** What a report of this role was tested against: webhooks and mappings are not of the standard. */
export function titleWord(role: Report['role']): Word {
  return role === 'receiver' || role === 'mapping' ? 'titleOurs' : 'title';
}

/** The fixed words of a page in one language. */
export function wordsIn(language: Language): (word: Word) => string {
  return (word) => WORDS[word][language];
}
