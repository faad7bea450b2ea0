import { defineConfig } from "vite";
import { precompress } from "./precompress.ts";

const backend = `http://127.0.0.1:${process.env.QUIRE_PORT ?? "7070"}`;
// The server answers its own pages only: to it, a page that came through this proxy is one of them.
const proxy = { target: backend, changeOrigin: true, headers: { origin: backend } };

export default defineConfig({
  plugins: [precompress()],
  oxc: { jsx: { runtime: "automatic", importSource: "react" } },
  resolve: {
    dedupe: ["yjs", "lib0", "y-protocols", "prosemirror-model", "prosemirror-state", "prosemirror-view"],
    // Written to React's API, shipped with Preact: half the bytes, the same behaviour.
    alias: [
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: "preact/jsx-runtime" },
      { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
      { find: /^react(-dom)?$/, replacement: "preact/compat" },
    ],
  },
  build: {
    target: "es2023",
    manifest: true,
    license: true,
    // A data: URL for a small font would need a looser policy than ours.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      onwarn: (warning, next) => {
        // "use client" in component libraries means nothing here.
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") next(warning);
      },
      output: {
        codeSplitting: {
          groups: [
            {
              name: "editor",
              test: /[\\/]node_modules[\\/](?:prosemirror-|y-|yjs|lib0|orderedmap|rope-sequence|w3c-keyname)/,
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
