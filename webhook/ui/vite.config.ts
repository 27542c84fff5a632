import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const codec = (name: string) => fileURLToPath(new URL(`src/codec/${name}.ts`, import.meta.url));

// The service answers with `index.html` for the pages, and with the rest below /ui/ for good: every name there holds
// the hash of its content.
export default defineConfig({
  base: "/ui/",
  // zarrita would load builds that need `eval`, which the policy of the page forbids.
  resolve: { alias: { "numcodecs/blosc": codec("blosc"), "numcodecs/zstd": codec("zstd"), "numcodecs/lz4": codec("lz4") } },
  build: {
    assetsDir: ".",
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
});
