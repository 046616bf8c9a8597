import { OwnError } from '../core/own-error.js';

export const REDACTED = '[redacted]';
const NAME = /^[A-Z][A-Za-z0-9]{1,40}$/;
const FOREIGN_CODE = /^[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30}){0,8}$/;
const OWN_CODE = /^[a-z_-]{1,30}$/;
/** A frame of a stack: where, and in which function as far as that is a plain name. */
const FRAME = /^ {4}at (?:(?:async |new )?([\w$.<>#]+)(?: \[as [\w$]+\])? \()?((?:file:\/\/|node:|\/|[A-Z]:\\)[^()\s]+:\d+:\d+)\)?$/;
const FRAMES = 12;
const CAUSES = 4;

export interface LoggedError {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: readonly string[];
  readonly cause?: LoggedError;
}

/** An error as it may be written: the message only when it is ours, and the frames of the stack without it. */
export function readError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error) && !isErrorOfAnotherRealm(error)) return { name: typeof error, message: REDACTED };
  const ours = error instanceof OwnError;
  const { name, message, stack, cause } = error;
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    name: typeof name === 'string' && NAME.test(name) ? name : 'Error',
    ...(typeof code === 'string' && (ours ? OWN_CODE : FOREIGN_CODE).test(code) ? { code } : {}),
    message: ours ? message : REDACTED,
    ...(typeof stack === 'string' ? { stack: framesOf(stack, message) } : {}),
    ...(cause !== undefined && depth < CAUSES ? { cause: readError(cause, depth + 1) } : {}),
  };
}

function isErrorOfAnotherRealm(error: unknown): error is Error {
  return Object.prototype.toString.call(error) === '[object Error]';
}

/** A stack begins with the message, which may have lines that look like frames: those are cut off first. */
function framesOf(stack: string, message: unknown): string[] {
  const rest = typeof message === 'string' && message !== '' ? stack.replaceAll(message, '') : stack;
  const frames: string[] = [];
  for (const line of rest.split('\n').slice(1)) {
    const match = FRAME.exec(line);
    if (match === null) continue;
    const [, called, where = ''] = match;
    frames.push(called === undefined ? where : `${called} ${where}`);
  }
  return frames.slice(0, FRAMES);
}
