import type { BrowserContext } from "@playwright/test";
import { readManifest, scriptsOf } from "../../scripts/lib/manifest.mjs";

/** Milliseconds; 0 leaves it alone. */
const heldMs = Number(process.env.QUIRE_LATE_CODE_MS ?? 0);

/** Holds all code back that is none of a page's first: a test that races with its arrival loses then. */
export async function holdLateCode(context: BrowserContext): Promise<void> {
  if (heldMs === 0) return;
  const pages = ["index.html", "src/pages/document.tsx", "src/pages/library.tsx"];
  const first = new Set(scriptsOf(readManifest(), pages));
  await context.route(
    ({ pathname }) => /^\/assets\/.*\.js$/.test(pathname) && !first.has(pathname.slice(1)),
    async (route) => {
      await new Promise((resolve) => setTimeout(resolve, heldMs));
      // The page may have gone meanwhile.
      await route.continue().catch(() => undefined);
    },
  );
}
