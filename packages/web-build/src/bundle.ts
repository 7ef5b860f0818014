/** Builds the sources of its first argument into the folder of its second: a program of its own, so that the service keeps none of its memory. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "vite";
import { noncePlace } from "./nonce.ts";

const [root = "", outDir = "", ...scripts] = process.argv.slice(2);
await build({
  root,
  configFile: false,
  logLevel: "error",
  html: { cspNonce: noncePlace },
  worker: { format: "es" },
  build: {
    outDir,
    emptyOutDir: false,
    // Chromium and Firefox of two years ago.
    target: ["chrome120", "firefox121"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    ...(scripts.length === 0
      ? {}
      : { rolldownOptions: { input: scripts.map((script) => join(root, script)) } }),
  },
});

// Once, as small as can be: they are sent so to everybody.
const assets = join(outDir, "assets");
for (const name of readdirSync(assets)) {
  const plain = readFileSync(join(assets, name));
  writeFileSync(join(assets, `${name}.br`), brotliCompressSync(plain));
  writeFileSync(join(assets, `${name}.gz`), gzipSync(plain));
}
