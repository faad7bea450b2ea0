import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const worthIt = /\.(?:css|html|js|json|svg|txt)$/;
/** Below this a header costs more than the bytes saved. */
const minBytes = 512;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Writes a `.br` and a `.gz` beside each text file of the build, so that serving one costs no compression. */
export function precompress(): Plugin {
  let folder: string | undefined;
  return {
    name: "quire-precompress",
    apply: "build",
    configResolved({ root, build }) {
      // A build that is made in memory has no files, and those of another one are not its own.
      if (build.write) folder = resolve(root, build.outDir);
    },
    async closeBundle(error) {
      if (error === undefined && folder !== undefined) await compressFolder(folder);
    },
  };
}

/** Compresses the files of a folder and of those in it. A form that is no smaller than the file is not written. */
export async function compressFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && worthIt.test(entry.name));
  await Promise.all(files.map((file) => compressFile(join(file.parentPath, file.name))));
}

async function compressFile(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < minBytes) return;
  const [brotli, gzipped] = await Promise.all([
    toBrotli(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    toGzip(bytes, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  if (brotli.length < bytes.length) await writeFile(`${path}.br`, brotli);
  if (gzipped.length < bytes.length) await writeFile(`${path}.gz`, gzipped);
}
