/** A while of at most so many milliseconds: where in its work a process is killed is left to chance. */
export function moment(most) {
  return pause(Math.random() * most);
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function note(text) {
  process.stderr.write(`${text}\n`);
}
