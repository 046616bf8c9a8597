// Asks /livez again and again, a question at a time, and tells its parent how long each answer took.
// Usage: watch.js URL
import { Agent, get } from 'node:http';

const [url] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const PAUSE_MS = 10;

function ask() {
  return new Promise((resolve) => {
    get(`${url}/livez`, { agent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode === 200));
      answer.on('error', () => resolve(false));
    }).on('error', () => resolve(false));
  });
}

for (;;) {
  const began = performance.now();
  const ok = await ask();
  process.send({ ms: performance.now() - began, ok });
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
