import type { Command } from 'commander';
import { registerSyntheticMutations } from './synthetic/mutation.js';
import { registerSyntheticPalet } from './synthetic/palet.js';
import { registerSyntheticResults } from './synthetic/results.js';
import { registerSyntheticEdexml, registerSyntheticSchool } from './synthetic/school.js';

export function registerSynthetic(program: Command): void {
  const synthetic = program.command('synthetic').description('invent schools, results and a class for dashboards; nobody in them exists');
  registerSyntheticSchool(synthetic);
  registerSyntheticEdexml(synthetic);
  registerSyntheticResults(synthetic);
  registerSyntheticPalet(synthetic);
  registerSyntheticMutations(synthetic);
}
