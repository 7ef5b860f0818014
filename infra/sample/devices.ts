import { makeSecret } from "@shuangsui/lottery";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const kept = z.tuple([z.string(), z.string()]);

/** The secrets of the two witnesses' devices, made once and kept, so that a restart reveals what was committed to. */
export function deviceSecrets(folder: string): [string, string] {
  const file = join(folder, "witness-devices.json");
  if (existsSync(file)) return kept.parse(JSON.parse(readFileSync(file, "utf8")));
  const secrets: [string, string] = [makeSecret(), makeSecret()];
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
