export const LANGUAGES = ['en', 'nl'] as const;
/** In which titles, requirements, advice and limits of a report are. What a test saw is in English. */
export type Language = (typeof LANGUAGES)[number];

/** A text in each language. */
export type InBoth = Readonly<Record<Language, string>>;
