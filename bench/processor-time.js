import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts the processor time of a whole process in hundredths of a second; that of one thread in nanoseconds. */
const TICK_SECONDS = 1 / 100;

/**
 * The processor time that a process and the processes that it started have used so far, user and system, all threads, also those that ended.
 * Seconds: `all`, and of threads that are there now `threads`, by number. Linux only.
 */
export function processorTime(pid) {
  const pids = [pid, ...startedBy(pid)];
  return {
    all: pids.reduce((sum, one) => sum + ofProcess(one), 0),
    threads: new Map(threadsOf(pid).map((thread) => [thread, ofThread(pid, thread)])),
  };
}

/**
 * Seconds between two moments: `all`, of the main thread, of the writer, and the `rest`: compiler, garbage collector, file system.
 * `writer` is the number of the thread that writes the store; a server without one has no writer.
 */
export function spent(before, after, pid, writer) {
  const of = (thread) => (after.threads.get(thread) ?? 0) - (before.threads.get(thread) ?? 0);
  const [all, main, written] = [after.all - before.all, of(pid), writer === undefined ? 0 : of(writer)];
  return { all, main, writer: written, rest: Math.max(0, all - main - written) };
}

/** The thread of a process that wrote most, apart from its main thread: in a gateway, the one that writes the store. */
export function writerOf(pid) {
  const others = threadsOf(pid).filter((thread) => thread !== pid);
  return others.reduce((most, thread) => (writtenBy(pid, thread) > writtenBy(pid, most) ? thread : most), others[0]);
}

/** Bytes that a thread has handed to the system to write so far, in files and sockets. */
export function writtenBy(pid, thread) {
  return Number(/^wchar: (\d+)/m.exec(readFileSync(`/proc/${pid}/task/${thread}/io`, 'utf8'))[1]);
}

function ofProcess(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_SECONDS;
}

function ofThread(pid, thread) {
  return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e9;
}

function threadsOf(pid) {
  return readdirSync(`/proc/${pid}/task`).map(Number);
}

/** PHP's web server starts its workers when it starts, and keeps them. */
function startedBy(pid) {
  return threadsOf(pid).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}
