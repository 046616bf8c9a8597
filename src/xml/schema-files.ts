import { readFileSync } from 'node:fs';
import path from 'node:path';
import { xmlRegisterInputProvider } from 'libxml2-wasm';

/** Gives a schema file by its path from the root, with `/` between; undefined when there is none. */
export type SchemaFiles = (file: string) => Uint8Array | undefined;

const SCHEME = 'judge:///';
const LOCATION = /(\sschemaLocation\s*=\s*)("[^"]*"|'[^']*')/g;
const open = new Map<number, { readonly bytes: Uint8Array; at: number }>();
let next = 1;
let source: SchemaFiles | undefined;

// libxml2 asks here for every file that it wants, and for nothing elsewhere: no disk, no network.
xmlRegisterInputProvider({
  match: () => true,
  open(url) {
    const file = fileOf(url);
    const bytes = file === undefined ? undefined : source?.(file);
    if (bytes === undefined) return undefined;
    open.set(next, { bytes, at: 0 });
    return next++;
  },
  read(handle, buffer) {
    const file = open.get(handle);
    if (file === undefined) return -1;
    const part = file.bytes.subarray(file.at, file.at + buffer.byteLength);
    buffer.set(part);
    file.at += part.byteLength;
    return part.byteLength;
  },
  close: (handle) => open.delete(handle),
});

/** Runs `load` while libxml2 can read these files, and no others. `load` is synchronous. */
export function withSchemaFiles<T>(files: SchemaFiles, load: () => T): T {
  source = files;
  try {
    return load();
  } finally {
    source = undefined;
  }
}

/**
 * The same schema with blanks and letters beyond ASCII in its locations escaped. XML Schema allows them there
 * (`xs:anyURI`), libxml2 takes the location for a URI as it is and fails.
 */
export function escapeLocations(bytes: Uint8Array): Uint8Array {
  const schema = Buffer.from(bytes).toString('utf8');
  const escaped = schema.replace(
    LOCATION,
    (_, name: string, value: string) => name + encodeURI(value).replaceAll('%25', '%').replaceAll('%22', '"'),
  );
  return escaped === schema ? bytes : Buffer.from(escaped);
}

/** The URL that stands for a file; libxml2 resolves relative locations against it. */
export function urlOf(file: string): string {
  return SCHEME + file.split('/').map(encodeURIComponent).join('/');
}

function fileOf(url: string): string | undefined {
  if (!url.startsWith(SCHEME)) return undefined;
  try {
    return path.posix.normalize(decodeURIComponent(url.slice(SCHEME.length)));
  } catch {
    return undefined;
  }
}

/** The files of a directory and the folders in it, read when they are asked for. Nothing outside of it. */
export function filesIn(directory: string): SchemaFiles {
  const root = path.resolve(directory);
  return (file) => {
    const full = path.resolve(root, file);
    if (!full.startsWith(root + path.sep)) return undefined;
    try {
      return readFileSync(full);
    } catch {
      return undefined;
    }
  };
}
