/** Answers each message of the parent, the paths of some files, with the processor time of one pass of `pass` over all of them: ms, all threads. */
export function answerWithPasses(pass) {
  process.on('message', async (files) => {
    const before = process.cpuUsage();
    let told;
    for (const file of files) told = await pass(file);
    const { user, system } = process.cpuUsage(before);
    process.send({ ms: (user + system) / 1000, ...told });
  });
  process.on('disconnect', () => process.exit(0));
}
