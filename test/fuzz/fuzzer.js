import fc from 'fast-check';
import { cook, recipes } from './recipes.js';

const AT_ONCE = 100;
const MOST_KEPT = 4000;

/**
 * Feeds a target with inputs until `isOver` says so. Inputs that reach code which none before them did join the corpus, from the
 * next round on: within a round the corpus stands still, so that fast-check can shrink what fails.
 *
 * A target is `{ name, seeds: Buffer[], tokens: string[], run(bytes, variant) }`; `run` throws when something is not as it should be.
 * Gives the numbers of the run, and the shrunk finds with their input in base64.
 */
export async function fuzz(target, { coverage, seed, isOver, onRound }) {
  const corpus = [...target.seeds];
  const arbitrary = recipes(target.tokens);
  const finds = [];
  let runs = 0;
  for (let round = 0; !isOver(runs); round += 1) {
    const fresh = [];
    const property = fc.asyncProperty(arbitrary, async (recipe) => {
      const bytes = cook(recipe, corpus);
      runs += 1;
      await target.run(bytes, recipe.variant);
      if (coverage.isNew()) fresh.push(bytes);
    });
    const outcome = await fc.check(property, { seed: seed + round, numRuns: AT_ONCE, endOnFailure: false });
    if (outcome.failed) finds.push(findOf(target, outcome, corpus, seed + round));
    corpus.push(...fresh);
    if (corpus.length > MOST_KEPT) corpus.splice(target.seeds.length, corpus.length - MOST_KEPT);
    onRound?.({ target: target.name, runs, corpus: corpus.length, blocks: coverage.blocks, finds: finds.length });
    // The same find over and over says nothing new.
    if (finds.length >= 20) break;
  }
  return { target: target.name, seed, runs, corpus: corpus.length, blocks: coverage.blocks, finds };
}

function findOf(target, { counterexample, errorInstance }, corpus, seed) {
  const [recipe] = counterexample;
  return {
    target: target.name,
    seed,
    variant: recipe.variant,
    input: cook(recipe, corpus).toString('base64'),
    error: String(errorInstance?.stack ?? errorInstance).slice(0, 2000),
  };
}
