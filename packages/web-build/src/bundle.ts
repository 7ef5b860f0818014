/** Builds sources (`Sources`, its first argument) into the folder of its second: a program of its own, so that the service keeps none of its memory. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build, type Plugin } from "vite";
import type { Sources } from "./build.ts";
import { noncePlace } from "./nonce.ts";
import { oldest } from "./oldest.ts";

const [given = "", outDir = ""] = process.argv.slice(2);
const { folder, scripts = [], together = {}, preloaded = [], instead = [] } = JSON.parse(given) as Sources;

/** Has the document name what its script will ask for, so that a browser fetches both at once. */
const preload: Plugin = {
  name: "preload",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle = {} }) =>
      Object.values(bundle)
        .filter((file) => file.type === "chunk" && preloaded.includes(file.name))
        .map(({ fileName }) => ({
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `/${fileName}`, nonce: noncePlace },
          injectTo: "head" as const,
        })),
  },
};
const put = new Set<object>();
/** Puts another in the place of a module that a library's module imports. */
const putInstead: Plugin = {
  name: "put-instead",
  enforce: "pre",
  resolveId(source, importer) {
    const found = instead.find((one) => one.of === source && importer?.endsWith(one.in) === true);
    if (found === undefined) return undefined;
    put.add(found);
    return found.file === undefined
      ? this.resolve(found.module, importer, { skipSelf: true })
      : join(folder, found.file);
  },
  buildEnd(error) {
    const not = instead.filter((one) => !put.has(one));
    if (error === undefined && not.length > 0)
      this.error(`no module imports ${not.map(({ of }) => of).join()}`);
  },
};

const silent =
  /[\\/]node_modules[\\/](?:@rc-component|@ant-design[\\/](?:cssinjs|cssinjs-utils|colors|fast-color))[\\/]/;

await build({
  root: folder,
  configFile: false,
  logLevel: "error",
  html: { cspNonce: noncePlace },
  worker: { format: "es" },
  plugins: [preload, putInstead],
  build: {
    outDir,
    emptyOutDir: false,
    target: Object.entries(oldest).map(([browser, version]) => `${browser}${version}`),
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      ...(scripts.length === 0 ? {} : { input: scripts.map((script) => join(folder, script)) }),
      // These parts of Ant Design do nothing when they are loaded, but don't say so: unused ones are left out.
      treeshake: { moduleSideEffects: [{ test: silent, sideEffects: false }] },
      output: {
        codeSplitting: {
          groups: Object.entries(together).map(([name, file], index) => ({
            name,
            // What loads the others comes with the first.
            test: (id: string) =>
              id === join(folder, file) || (index === 0 && id.includes("vite/preload-helper")),
            // A file that several need is the first one's.
            priority: Object.keys(together).length - index,
          })),
        },
      },
    },
  },
});

// Once, as small as can be: they are sent so to everybody.
const assets = join(outDir, "assets");
for (const name of readdirSync(assets)) {
  const plain = readFileSync(join(assets, name));
  writeFileSync(join(assets, `${name}.br`), brotliCompressSync(plain));
  writeFileSync(join(assets, `${name}.gz`), gzipSync(plain));
}
