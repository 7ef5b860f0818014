import type { RegisterKind } from "@shuangsui/contracts";
import { conflictRegister } from "./conflicts/register.ts";
import { creditRegister } from "./credit/register.ts";
import { entityRegister } from "./entities/register.ts";
import { importerOf, type Importer } from "./imports/importer.ts";
import { inspectorRegister } from "./inspectors/register.ts";
import { basisRegister } from "./items/bases.ts";
import { itemRegister } from "./items/register.ts";
import { projectRegister } from "./projects/register.ts";
import type { Cipher } from "./secrecy/cipher.ts";
import { tipRegister } from "./tips/register.ts";

/** All registers, whose sealed columns that cipher opens. */
export function registersOf(cipher: Cipher) {
  return {
    items: itemRegister,
    entities: entityRegister(cipher),
    projects: projectRegister(cipher),
    inspectors: inspectorRegister(cipher),
    conflicts: conflictRegister,
    "credit-records": creditRegister,
    "legal-bases": basisRegister,
    tips: tipRegister(cipher),
  };
}

/** What brings files into each of them. */
export function importersOf(registers: ReturnType<typeof registersOf>): Record<RegisterKind, Importer> {
  return {
    items: importerOf(registers.items),
    entities: importerOf(registers.entities),
    projects: importerOf(registers.projects),
    inspectors: importerOf(registers.inspectors),
    conflicts: importerOf(registers.conflicts),
    "credit-records": importerOf(registers["credit-records"]),
  };
}
