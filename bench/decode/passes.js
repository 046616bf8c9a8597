/** Answers each message of the parent with one timed pass of `pass`, which gets the path of a file; ms of wall clock. */
export function answerWithPasses(pass) {
  process.on('message', async (file) => {
    const began = performance.now();
    const told = await pass(file);
    process.send({ ms: performance.now() - began, ...told });
  });
  process.on('disconnect', () => process.exit(0));
}
