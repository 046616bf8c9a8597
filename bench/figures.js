import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const DIGITS = 5;

/** What a file of figures holds: `parts`, each with its circumstances and rows. */
export function readFigures(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { parts: [] };
}

/** Puts the figures of one part in the place of those that the file has of it. `order`: names of all parts, as they stand in the file. */
export function storeFigures(file, part, order) {
  const parts = [...readFigures(file).parts.filter(({ name }) => name !== part.name), part];
  parts.sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
  writeFileSync(file, textOf(parts));
}

/** JSON with a line for each row, so that a change of figures can be read as a change of lines. */
export function textOf(parts) {
  const part = ({ rows, ...about }) => `${short(about).slice(0, -1)},"rows":[\n${rows.map(short).join(',\n')}\n]}`;
  return `{"parts":[\n${parts.map(part).join(',\n')}\n]}\n`;
}

function short(value) {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'number' && !Number.isInteger(inner) ? Number(inner.toPrecision(DIGITS)) : inner,
  );
}
