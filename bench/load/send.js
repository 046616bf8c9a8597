import { LoadGenerator } from './load-generator.js';

/** Sends messages once, from a process that ends with it. Parameters and result: `LoadGenerator.send`. */
export async function send(processes, plan, beforeSending) {
  const generator = new LoadGenerator(processes);
  try {
    return await generator.send(plan, beforeSending);
  } finally {
    await generator.end();
  }
}
