import { print } from '../terminal/print.js';

let steps = 0;

/** The next step is the first one. */
export function stepsBegin(): void {
  steps = 0;
}

export function step(text: string): void {
  steps += 1;
  print(`${steps}. ${text}`);
}

export function detail(text: string): void {
  print(`   ${text}`);
}
