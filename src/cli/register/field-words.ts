import type { RegisterField } from '../../exchange/register/register-fields.js';

/** The end of a standard path, and what a parent calls it. The first that fits counts. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\/leerling\/roepnaam$/, 'voornaam'],
  [/\/leerling\/(?:achternaam|voorvoegsel)$/, 'achternaam'],
  [/\/leerling\/voorletters-1$/, 'voorletters'],
  [/\/leerling\/geboortedatum$/, 'geboortedatum'],
  [/\/leerling\/geslacht$/, 'geslacht'],
  [/\/leerling\/start_ondw_jgr3$/, 'wanneer uw kind in groep 3 begon'],
  [/\/leerling\/jaargroep$/, 'leerjaar'],
  [/\/leerling\/groep(?:\/@key)?$/, 'in welke groep uw kind zit'],
  [/\/leerling\/samengestelde_groepen\//, 'in welke andere groepen uw kind zit'],
  [/\/leerling\/bsn_ondwnr-4$/, 'de laatste vier cijfers van het burgerservicenummer'],
  [/\/(?:leerling|toetsafname)\/@?eckid$/, 'het ECK iD: een code voor uw kind die alleen bij leermiddelen hoort'],
  [/\/(?:leerling\/@key|toetsafname\/leerlingid)$/, 'het nummer van uw kind in de leerlingadministratie'],
  [/\/resultaat\/@key$/, 'het nummer van het resultaat'],
  [/\/resultaat\/afnamedatum$/, 'de dag van de toets'],
  [/\/resultaat\/score$/, 'de score'],
  [/\/osoresultaat\/toetsscore\/(?:aantal|tijd)/, 'hoeveel opgaven goed en fout waren, en hoe lang het duurde'],
  [/\/osoresultaat\/toetsscore\//, 'de vaardigheidsscore'],
  [/\/osoresultaat\/referentiescore\//, 'wat de score betekent naast die van andere leerlingen'],
  [/\/anderresultaat(?:\/|$)/, 'een resultaat in een vorm die met de leverancier is afgesproken'],
  [/\/resultaat\/infourl$/, 'een link naar meer uitleg bij het resultaat'],
  [/\/(?:toetsen\/|resultaat\/(?:toetscode|versie|toetsonderdeelcode)$)/, 'welke toets het was'],
];

/** About the school, groups and staff: nothing of a child. */
const NOT_OF_A_CHILD = /^[^/]+\/(?:school|groepen|leerkrachten)\//;

/** What is said of a child, in the words of a parent, each once. */
export function childWords(fields: readonly RegisterField[]): readonly string[] {
  const words = fields.filter(({ path }) => !NOT_OF_A_CHILD.test(path)).map(({ path, name }) => wordFor(path) ?? name);
  return [...new Set(words)];
}

/** The words for one field; undefined for one that nobody found words for. */
export function wordFor(path: string): string | undefined {
  return WORDS.find(([pattern]) => pattern.test(path))?.[1];
}

/** Whether it also says something of staff. */
export function hasStaff(fields: readonly RegisterField[]): boolean {
  return fields.some(({ path }) => path.includes('/leerkracht/'));
}
