/** Builds the pages into the folder that its argument names: a program of its own, so that the console keeps none of its memory. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "vite";
import { noncePlace } from "./nonce.ts";

const outDir = process.argv[2] ?? "";
await build({
  root: join(import.meta.dirname, "..", "web"),
  configFile: false,
  logLevel: "error",
  html: { cspNonce: noncePlace },
  build: {
    outDir,
    emptyOutDir: false,
    // Chromium and Firefox of two years ago.
    target: ["chrome120", "firefox121"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
  },
});

// Once, as small as can be: they are sent so to everybody.
const assets = join(outDir, "assets");
for (const name of readdirSync(assets)) {
  const plain = readFileSync(join(assets, name));
  writeFileSync(join(assets, `${name}.br`), brotliCompressSync(plain));
  writeFileSync(join(assets, `${name}.gz`), gzipSync(plain));
}
