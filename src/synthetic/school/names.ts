/** Names that nobody bears, so that nothing made of them can be taken for somebody's. */
export const CALL_NAMES = ['Nepja', 'Verzina', 'Fantaas', 'Bedenk', 'Sprookje', 'Droomko', 'Niksje', 'Zogenaam', 'Ïdeetje', 'Loosbert'];
export const FAMILY_NAMES = ['Verzonnenstra', 'Nepveld', 'Bedachtsma', 'Fantasiehuizen', 'Zomaarman', 'Niemandsma-Nergens', 'Schijnberg'];
export const PREFIXES = ['van', 'de', 'van der', undefined, undefined, undefined];
export const GROUP_NAMES = [
  'Nep eekhoorns',
  'Nep uilen',
  'Nep dolfijnen',
  'Nep vossen',
  'Nep bevers',
  'Nep reigers',
  'Nep egels',
  'Nep hazen',
];
export const COMBINED_NAMES = ['Nep plusklas', 'Nep schaken', 'Nep techniek', 'Nep Engels'];
