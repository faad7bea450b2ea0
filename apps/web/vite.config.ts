import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { entitiesByTable } from "./entities-by-table.ts";
import { precompress } from "./precompress.ts";
import { shellWorker } from "./shell-worker.ts";

const backend = `http://127.0.0.1:${process.env.QUIRE_PORT ?? "7070"}`;
// The server answers its own pages only: to it, a page that came through this proxy is one of them.
const proxy = { target: backend, changeOrigin: true, headers: { origin: backend } };

const documentPage = /^assets\/document-[\w-]{8}\.js$/;

export default defineConfig({
  plugins: [entitiesByTable(), shellWorker(), precompress()],
  oxc: { jsx: { runtime: "automatic", importSource: "react" } },
  resolve: {
    dedupe: ["yjs", "lib0", "y-protocols", "prosemirror-model", "prosemirror-state", "prosemirror-view"],
    // Written to React's API, shipped with Preact: half the bytes, the same behaviour.
    alias: [
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: "preact/jsx-runtime" },
      { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
      { find: /^react(-dom)?$/, replacement: "preact/compat" },
      // The router's, for versions of React before it had this.
      { find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: "preact/compat" },
      { find: "lib0/logging", replacement: fileURLToPath(new URL("plain-logging.ts", import.meta.url)) },
    ],
  },
  build: {
    target: "es2023",
    // What a page fetches has a budget (scripts/lib/size-budget.mjs); the largest files are fetched with the first diagram alone.
    chunkSizeWarningLimit: 2_000,
    manifest: true,
    license: true,
    // A data: URL for a small font would need a looser policy than ours.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // What a document's page asks for later is fetched while nothing else is, and names by itself what it needs: to list that
      // in the page as well would take a hundredth of its budget.
      resolveDependencies: (_file, needed, { hostId }) => (documentPage.test(hostId) ? [] : needed),
    },
    rolldownOptions: {
      // Diagrams are drawn by a page of their own, in a sandbox.
      // What readers of a public page are sent is HTML and this.
      input: ["index.html", "diagram.html", "src/public-page/public-page.css"],
      onwarn: (warning, next) => {
        // "use client" in component libraries means nothing here.
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") next(warning);
      },
      output: {
        codeSplitting: {
          groups: [
            // Said before anything of the device is fetched.
            {
              name: "keeper",
              test: /[\\/]client[\\/]src[\\/]device[\\/]keeper\.ts$/,
            },
            // What all that looks into the device's database shares: one chunk, not four with a table of its own each.
            {
              name: "device",
              test: /[\\/]client[\\/]src[\\/](?:server-address|device[\\/](?:bell|device|device-database|open-lock|place-on-device))\.ts$/,
            },
            // What is a few lines each, and of more pages than one.
            {
              name: "words",
              test: /[\\/](?:web[\\/]src[\\/](?:document-name|initials|new-document|status-words|offline[\\/]opens-offline)|protocol[\\/]src[\\/]names)\.ts$/,
            },
            // How what comes later is asked for.
            {
              name: "later",
              test: /[\\/](?:web[\\/]src[\\/](?:use-me|use-loaded|use-toast|parts[\\/](?:avatar|deferred-popup|late-tools))\.tsx?|protocol[\\/]src[\\/]role\.ts|lucide-react[\\/]dist[\\/]esm[\\/](?:createLucideIcon|icons[\\/]ellipsis)\.m?js)$/,
            },
            // What knows of blocks, and is asked by most of what comes later.
            {
              name: "blocks",
              test: /[\\/](?:editor[\\/]src[\\/](?:blocks|changed-blocks|leave-key|moving[\\/]block-run)|schema[\\/]src[\\/](?:block-id|leaf-blocks|title|whole-table))\.ts$/,
            },
            {
              name: "editor",
              test: /[\\/]node_modules[\\/](?:prosemirror-(?!dropcursor)|y-|yjs|lib0|orderedmap|rope-sequence|w3c-keyname)/,
            },
          ],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    port: 5173,
    strictPort: true,
    proxy: {
      "/api": { ...proxy, ws: true },
      "/sync": { ...proxy, ws: true },
      "/healthz": proxy,
    },
  },
});
