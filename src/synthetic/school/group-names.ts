import type { SchoolShape } from './school-shape.js';

/** Base groups: primary schools count `3a`, secondary ones write level, year and letter. */
export function baseGroupName(shape: SchoolShape, years: readonly string[], parallel: number): string {
  const letter = String.fromCharCode(97 + (parallel % 26)) + (parallel < 26 ? '' : String(Math.floor(parallel / 26) + 1));
  if (shape === 'po') return `Groep ${years.join('-')}${letter}`;
  const year = Number(years[0]) - 10;
  const level = year === 1 ? 'B' : (LEVELS[parallel % LEVELS.length] as string);
  return `${level}${year}${letter}`;
}

const LEVELS = ['M', 'H', 'V'];

const COMBINED: Readonly<Record<SchoolShape, readonly string[]>> = {
  po: ['Plusklas', 'Schaken', 'Techniek', 'Engels', 'Koor', 'Moestuin', 'Programmeren', 'Schoolkrant'],
  vo: ['wiskunde A', 'wiskunde B', 'Duits', 'Frans', 'biologie', 'natuurkunde', 'economie', 'kunst', 'mentoraat', 'Latijn'],
};

export function combinedGroupName(shape: SchoolShape, at: number): string {
  const names = COMBINED[shape];
  const name = names[at % names.length] as string;
  return at < names.length ? name : `${name} ${Math.floor(at / names.length) + 1}`;
}

/** Of a location. */
export function locationName(at: number): string {
  const names = ['Knikkerpad', 'Wolkenlaan', 'Kastanjehof', 'Vliegerplein', 'Molshoopweg', 'Libelgracht'];
  const name = `Locatie ${names[at % names.length]}`;
  return at < names.length ? name : `${name} ${Math.floor(at / names.length) + 1}`;
}

/** Of the school itself. */
export const SCHOOL_NAMES: Readonly<Record<SchoolShape, string>> = { po: 'Basisschool De Zeepbel', vo: 'Lampioncollege' };
