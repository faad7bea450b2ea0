import { once } from "node:events";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { builtFolder } from "./page-build.ts";

/** Where the bench's own pages are served. */
export interface PageSite {
  /** `http://127.0.0.1:<port>`; each page is below its name. */
  readonly origin: string;
  close(): void;
}

const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

/** Serves what was built, to this machine. */
export async function openPageSite(): Promise<PageSite> {
  const folder = builtFolder("");
  const server = createServer(({ url = "/" }, response) => {
    // A URL's path has no dots that lead out of it.
    const asked = new URL(url, "http://localhost").pathname;
    const file = path.join(folder, asked.endsWith("/") ? `${asked}index.html` : asked);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" });
    return createReadStream(file).pipe(response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
