import { createClient, ServiceUnavailable } from "@shuangsui/client";
import { api, authorityCode, type Operation } from "@shuangsui/contracts";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { extname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { addressOf, tokenFor, whyOf, type ServiceName } from "../service.ts";
import { CannotRun, print, Usage } from "../terminal.ts";

/** How long a list may take to be taken away. */
const timeoutMs = 1_800_000;
const before = "/api/v1/";
const after = "/export";
const services: readonly (readonly [ServiceName, Readonly<Record<string, Operation>>])[] = [
  ["registry", api.registry],
  ["inspection", api.inspection],
];
/** The lists that can be taken away, and which service has each. */
const lists = new Map(
  services.flatMap(([service, operations]) =>
    Object.values(operations).flatMap((operation) => {
      const { path, bytes } = operation;
      if (bytes !== true || !path.endsWith(after)) return [];
      return [[path.slice(before.length, -after.length), { service, operation }] as const];
    }),
  ),
);
/** What import calls it. */
const also: Readonly<Record<string, string>> = { credit: "credit-records" };

/**
 * Takes a whole list away into a file, narrowed as its pages are, in as much memory as a piece of it takes. A file that breaks off is none.
 * @returns 0
 */
export async function exportList(args: readonly string[]): Promise<number> {
  const { service, operation, file, format, narrowed, language, authority, role, url } = readArguments(args);
  const client = createClient(
    { asked: operation },
    {
      baseUrl: url ?? (await addressOf(service)),
      token: tokenFor({ roles: [role], authority }),
      timeoutMs,
    },
  );
  const part = `${file}.part`;
  try {
    const query = { ...narrowed, format, lang: language };
    const stream = await client.streamed("asked", { query } as never).catch((error: unknown) => {
      throw new CannotRun(whyOf(service, error));
    });
    await pipeline(Readable.from(piecesOf(stream, service)), createWriteStream(part)).catch(
      (error: unknown) => {
        if (error instanceof CannotRun) throw error;
        throw new CannotRun(`${file}: can't be written`);
      },
    );
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  print(file);
  return 0;
}

/** @throws CannotRun where they do not all come */
async function* piecesOf(
  stream: ReadableStream<Uint8Array>,
  service: ServiceName,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new CannotRun(whyOf(service, new ServiceUnavailable("the answer broke off")));
    });
    if (done) return;
    yield value;
  }
}

function readArguments(args: readonly string[]) {
  try {
    const text = { type: "string" } as const;
    const { positionals, values } = parseArgs({
      args: [...args],
      options: {
        ...{
          authority: text,
          url: text,
          lang: { ...text, default: "zh" },
          role: { ...text, default: "registry-clerk" },
        },
        where: { type: "string", multiple: true, default: [] },
      },
      allowPositionals: true,
    });
    const [name = "", file, ...others] = positionals;
    const list = lists.get(also[name] ?? name);
    if (list === undefined) throw new Usage(`export what? one of ${[...lists.keys()].join(", ")}`);
    const format = file === undefined ? "" : extname(file).toLowerCase().slice(1);
    if (file === undefined || others.length > 0) throw new Usage("into which file? one is written at a time");
    if (format !== "xlsx" && format !== "csv") throw new Usage(`${file}: a file is .xlsx or .csv`);
    const authority = authorityCode.safeParse(values.authority);
    if (!authority.success) throw new Usage("--authority is the division code of an authority");
    const { url, role, lang: language, where } = values;
    return {
      ...list,
      file,
      format,
      authority: authority.data,
      url,
      role,
      language,
      narrowed: narrowedBy(where),
    };
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
}

/** @throws Usage */
function narrowedBy(where: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    where.map((one) => {
      const [, name, value] = /^([A-Za-z]+)=(.*)$/s.exec(one) ?? [];
      if (name === undefined || value === undefined)
        throw new Usage(`${one}: a list is narrowed by --where NAME=VALUE`);
      return [name, value] as const;
    }),
  );
}
