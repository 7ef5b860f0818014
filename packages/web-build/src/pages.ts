import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { builtFolder, type Sources } from "./build.ts";

/** A file as it is sent: plain, and compressed where that is less. */
export type WebFile = { type: string; plain: Buffer; br: Buffer; gzip: Buffer };

/** What was built: its document, where it has one, and its files by their names, which say what is in them. */
export type Pages = { html: string; files: ReadonlyMap<string, WebFile> };

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** Gives the built pages, read once; whoever asks after it failed has it tried again. */
export function openPages(sources: Sources): () => Promise<Pages> {
  let loaded: Promise<Pages> | undefined;
  return () => {
    loaded ??= load(sources).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

/** A file's bytes as a browser takes them, with the headers that say so. Browsers keep it for as long as they like. */
export function sentAs(
  file: WebFile,
  accepted: string | string[] | undefined,
): { bytes: Buffer; headers: Record<string, string> } {
  const taken = accepted?.toString() ?? "";
  const encoding = (["br", "gzip"] as const).find((one) => taken.includes(one));
  return {
    bytes: encoding === undefined ? file.plain : file[encoding],
    headers: {
      "content-type": file.type,
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
      ...(encoding === undefined ? {} : { "content-encoding": encoding }),
    },
  };
}

async function load(sources: Sources): Promise<Pages> {
  const folder = await builtFolder(sources);
  const read = (name: string) => readFileSync(join(folder, "assets", name));
  const names = readdirSync(join(folder, "assets")).filter((name) => !/\.(?:br|gz)$/.test(name));
  const files = names.map((name): [string, WebFile] => [
    name,
    {
      type: types[extname(name)] ?? "application/octet-stream",
      plain: read(name),
      br: read(`${name}.br`),
      gzip: read(`${name}.gz`),
    },
  ]);
  const html = join(folder, "index.html");
  return { html: existsSync(html) ? readFileSync(html, "utf8") : "", files: new Map(files) };
}
