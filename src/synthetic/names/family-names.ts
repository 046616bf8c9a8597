/**
 * Surnames that nobody bears: what children play with or find outside, with an ending of Dutch, Frisian or foreign surnames. They read
 * like names, and none of them can be taken for somebody's.
 */
const BEGINNINGS = `
Nevel Wolken Dromen Sprookjes Kruimel Fabel Glimworm Vuurvlieg Zeepbel Knikker Vlieger Pannenkoek Stoepkrijt Kastanje Madelief Egel Eekhoorn
Libel Kikker Boterbloem Pluizen Krekel IJspegel Sneeuwvlok Regenlaars Hinkel Knuffel Wimpel Lampion Confetti Ballonnen Papier Schommel
Speeltuin Lieveheers Klaver Paardenbloem Molshoop Luchtbel Tolle
`;
const DUTCH = 'stra sma inga ema huizen veld waard wijk broek hof meer brink laar dam horst kamp';
const FOREIGN = 'oğlu owski ović ová ez ini escu ström sen çi';
const PREFIXES = "van|de|van der|van de|van den|van 't|ter|ten|op de|in 't|uit den|el|von";

const [BEGIN, OURS, THEIRS] = [BEGINNINGS, DUTCH, FOREIGN].map((text) => text.trim().split(/\s+/)) as [string[], string[], string[]];

/** Every surname of one part: several hundreds of each kind. */
export const DUTCH_FAMILY_NAMES: readonly string[] = BEGIN.flatMap((begin) => OURS.map((end) => begin + end));
export const FOREIGN_FAMILY_NAMES: readonly string[] = BEGIN.flatMap((begin) => THEIRS.map((end) => begin + end));
/** voorvoegsel, at most ten characters. */
export const NAME_PREFIXES: readonly string[] = PREFIXES.split('|');
