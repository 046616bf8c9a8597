const EVERY_MS = 10_000;

/**
 * Shows that work is still under way: a line that is rewritten on a terminal, a new line every ten seconds elsewhere.
 * `text` is asked for each time. Returns the function that ends it.
 */
export function showProgress(text, stream = process.stderr) {
  const began = Date.now();
  const line = () => `  ${text()} (${Math.round((Date.now() - began) / 1000)} s)`;
  const timer = stream.isTTY
    ? setInterval(() => stream.write(`\r\x1b[K${line()}`), 250)
    : setInterval(() => stream.write(`${line()}\n`), EVERY_MS);
  return () => {
    clearInterval(timer);
    if (stream.isTTY) stream.write('\r\x1b[K');
  };
}
