import type { RegisterField } from '../../register/register-fields.js';

/** The end of a standard path, and what a parent calls it. The first that fits counts. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\/leerling\/roepnaam$/, 'voornaam'],
  [/\/leerling\/voornamen$/, 'alle voornamen'],
  [/\/leerling\/(?:achternaam|voorvoegsel)$/, 'achternaam'],
  [/\/leerling\/voorletters-1$/, 'voorletters'],
  [/\/leerling\/geboortedatum$/, 'geboortedatum'],
  [/\/leerling\/geslacht$/, 'geslacht'],
  [/\/leerling\/start_ondw_jgr3$/, 'wanneer uw kind in groep 3 begon'],
  [/\/leerling\/jaargroep$/, 'leerjaar'],
  [/\/leerling\/groep(?:\/|$)/, 'in welke groep uw kind zit'],
  [/\/leerling\/samengestelde_groepen(?:\/|$)/, 'in welke andere groepen uw kind zit'],
  [/\/leerling\/bsn_ondwnr-4$/, 'de laatste vier cijfers van het burgerservicenummer'],
  [/\/leerling\/(?:bsn|sofinummer|onderwijsnummer|rijksregisternummer)$/, 'het burgerservicenummer of onderwijsnummer'],
  [/\/leerling\/vestiging(?:\/|$)/, 'de locatie van de school'],
  [/\/leerling\/gebruikersnaam$/, 'de gebruikersnaam van uw kind'],
  [/\/leerling\/emailadres$/, 'het e-mailadres van uw kind'],
  [/\/leerling\/fotourl$/, 'een foto van uw kind'],
  [/\/leerling\/(?:etniciteit|land|land_vader|land_moeder)$/, 'het land van herkomst'],
  [/\/leerling\/gewicht(?:_nieuw)?$/, 'het leerlinggewicht: iets over de opleiding van de ouders'],
  [/\/leerling\/post[a-z]+$/, 'de postcode'],
  [/\/leerling\/(?:instroomdatum|uitstroomdatum)$/, 'sinds wanneer uw kind op school zit, of tot wanneer'],
  [/\/leerling\/mutatiedatum$/, 'wanneer de gegevens zijn gewijzigd'],
  [/\/(?:leerling|toetsafname)\/@?eckid$/, 'het ECK iD: een code voor uw kind die alleen bij leermiddelen hoort'],
  [/\/(?:leerling\/@key|toetsafname\/leerlingid)$/, 'het nummer van uw kind in de leerlingadministratie'],
  [/\/leerkracht\/emailadres$/, 'het e-mailadres van een leerkracht'],
  [/\/leerkracht\/(?:@key|@eckid|gebruikersnaam)$/, 'het nummer of de gebruikersnaam van een leerkracht'],
  [/\/leerkracht\/(?:groepen\/[a-z_]+\/)?rol(?:omschrijving)?$/, 'de rol van een leerkracht'],
  [/\/leerkracht\/groepen(?:\/|$)/, 'bij welke groepen een leerkracht hoort'],
  [/\/leerkracht\/(?:achternaam|voorvoegsel|voornamen|voorletters-1|roepnaam)$/, 'de naam van een leerkracht'],
  [/\/toetsafname\/resultaatverwerkerid$/, 'wie het resultaat heeft verwerkt'],
  [/\/resultaat\/@key$/, 'het nummer van het resultaat'],
  [/\/resultaat\/afnamedatum$/, 'de dag van de toets'],
  [/\/resultaat\/score$/, 'de score'],
  [/\/osoresultaat\/toetsscore\/(?:aantal|tijd)/, 'hoeveel opgaven goed en fout waren, en hoe lang het duurde'],
  [/\/osoresultaat\/toetsscore(?:\/|$)/, 'de vaardigheidsscore'],
  [/\/osoresultaat\/referentiescore(?:\/|$)/, 'wat de score betekent naast die van andere leerlingen'],
  [/\/osoresultaat$/, 'de vaardigheidsscore'],
  [/\/anderresultaat(?:\/|$)/, 'een resultaat in een vorm die met de leverancier is afgesproken'],
  [/\/goalLinks$/, 'bij welke leerdoelen het hoort'],
  [/\/context$/, 'hoeveel opgaven goed en fout waren, en hoe lang het duurde'],
  [/\/signals$/, 'signalen bij het resultaat'],
  [/\/sourceProfile$/, 'uit welk leermiddel het komt en wat de cijfers betekenen'],
  [/\/resultaat\/infourl$/, 'een link naar meer uitleg bij het resultaat'],
  [/\/(?:toetsen(?:\/|$)|resultaat\/(?:toetscode|versie|toetsonderdeelcode)$)/, 'welke toets het was'],
  [/\/(?:auteur)$/, 'de naam van wie het bericht maakte'],
  [/\/(?:commentaar|omschrijving|rolomschrijving)$|\/toevoegingen(?:\/|$)/, 'opmerkingen en andere vrije teksten'],
  [/\/groepen\/(?:samengestelde_)?groep(?:\/|$)/, 'de groepen van de school'],
  [/\/vestigingen(?:\/|$)/, 'de locaties van de school'],
  [/\/school\//, 'welke school en welk schooljaar het was'],
  [/\/mutatiedatum$/, 'wanneer de gegevens zijn gewijzigd'],
  [/\/(?:leerling|leerlingen)$/, 'de gegevens van uw kind'],
  [/\/(?:leerkracht|leerkrachten)$/, 'de gegevens van een leerkracht'],
  [/\/(?:resultaat|resultaten|toetsafname|toetsafnames)$/, 'het resultaat'],
];

/** A vocabulary belongs to the field that it is of. */
const VOCABULARY = /\/@(?:vocabulaire|vocabulairelocatie|niveau)$/;

/** What REST calls what it shows of a learner. */
const REST_WORDS: Readonly<Record<string, string>> = {
  id: 'een code in plaats van een naam',
  learner: 'een code in plaats van een naam',
  rosterLearner: 'een code in plaats van een naam',
  name: 'de naam',
  key: 'het nummer in de leerlingadministratie',
  eckId: 'het ECK iD',
  birthDate: 'geboortedatum',
  gender: 'geslacht',
  yearGroup: 'leerjaar',
  startYearGroup3: 'het begin van groep 3',
  group: 'de groep',
  groups: 'de groepen',
  combinedGroups: 'andere groepen',
  member: 'een code in plaats van een naam',
  memberKind: 'of het een leerling of een leerkracht is',
  date: 'de dag van de toets',
  activity: 'welke toets het was',
  assessment: 'welke toets het was',
  values: 'de score',
  norm: 'wat de score betekent',
  context: 'hoeveel opgaven goed en fout waren, en hoe lang het duurde',
  detailUrl: 'een link naar meer uitleg bij het resultaat',
  goalLinks: 'bij welke leerdoelen het hoort',
  signals: 'signalen bij het resultaat',
  sourceProfile: 'uit welk leermiddel het komt en wat de cijfers betekenen',
  supplierGoal: 'bij welk leerdoel van de leverancier het hoort',
  goal: 'bij welk leerdoel het hoort',
  raisedAt: 'wanneer het signaal is gegeven',
  validUntil: 'tot wanneer het signaal geldt',
  basis: 'op welke resultaten het signaal rust',
  targetLevel: 'of het niveau van de leerling is meegewogen',
  limits: 'wat het signaal niet zegt',
  explanationUrl: 'een link naar uitleg bij het signaal',
  supersededBy: 'door welk signaal het is vervangen',
  party: 'van welke leverancier het komt',
  parties: 'van welke leveranciers het komt',
  author: 'welke leerkracht het noteerde',
  note: 'de aantekening van een leerkracht',
  holds: 'of de aantekening nu geldt',
  learners: 'van welke leerlingen er resultaten zijn, onder een code in plaats van een naam',
  nothingReceived: 'van welke leerlingen niets is ontvangen, onder een code in plaats van een naam',
  sources: 'de resultaten per leverancier',
  received: 'of er iets is ontvangen',
  signalsWithoutGoal: 'signalen zonder bekend leerdoel',
  withoutGoal: 'resultaten zonder leerdoel',
  goals: 'leerdoelen',
  about: 'over wie het gaat',
  url: 'een link naar de leverancier',
  annotations: 'aantekeningen van leerkrachten',
  from: 'vanaf wanneer',
  createdAt: 'wanneer het is genoteerd',
  endedAt: 'tot wanneer het geldt',
  results: 'resultaten van toetsen',
  resultCount: 'hoeveel resultaten er zijn',
  schoolYear: 'het schooljaar',
  source: 'van welke leverancier het komt',
  since: 'sinds wanneer',
  until: 'tot wanneer',
  storedAt: 'wanneer het resultaat binnenkwam',
};
/** Of the answer itself, not of anybody. */
const OF_THE_ANSWER: readonly string[] = [
  'school',
  'revision',
  'supersedes',
  'status',
  'losses',
  'kind',
  'version',
  'position',
  'covers',
  'madeAt',
  'isCut',
  'counted',
  'earlierLeftOut',
  'says',
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
  const field = path.replace(VOCABULARY, '');
  return WORDS.find(([pattern]) => pattern.test(`/${field}`))?.[1];
}

/** The same words of a pupil, for a page that is not only for their parents. */
export function neutral(word: string): string {
  return word.replaceAll('uw kind', 'de leerling');
}

/** What fields are called, each once. What nobody has words for is `iets anders`, never its name in a message. */
export function neutralWords(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => neutral(wordFor(path) ?? 'iets anders')))];
}

/** What a REST answer showed of a learner, in words. */
export function restWords(properties: readonly string[]): readonly string[] {
  const shown = properties.filter((name) => !OF_THE_ANSWER.includes(name));
  return [...new Set(shown.map((name) => REST_WORDS[name] ?? 'iets anders'))];
}

/** Whether it also says something of staff. */
export function hasStaff(fields: readonly RegisterField[]): boolean {
  return fields.some(({ path }) => path.includes('/leerkracht/'));
}
