import { documentTitles } from "@shuangsui/contracts";
import type { Clock } from "@shuangsui/clock";
import {
  auditRoutes,
  createApp,
  createAuditor,
  feedRoutes,
  uploadWithinMs,
  type App,
  type Database,
  type Logger,
  type RateLimits,
  type TokenVerifier,
} from "@shuangsui/service-kit";
import { fileRoute } from "@shuangsui/service-kit/list-files";
import { changeReader } from "./changes/reader.ts";
import { changeRoutes } from "./changes/routes.ts";
import { completenessRoutes } from "./completeness/routes.ts";
import { repairRoutes } from "./credit/routes.ts";
import { proposalRoutes } from "./entities/proposals/routes.ts";
import type { ImportEngine } from "./engine.ts";
import { leavingChange, leavingOf } from "./duplicates/merges.ts";
import { duplicateRoutes } from "./duplicates/routes.ts";
import { registerFile } from "./exports/of-register.ts";
import { filterRoutes } from "./filters/routes.ts";
import { importRoutes } from "./imports/routes.ts";
import { inspectorNamesRoute } from "./inspectors/names.ts";
import { certificateRoutes } from "./inspectors/routes.ts";
import { basesFile } from "./items/list-file.ts";
import { compileRoute } from "./items/routes.ts";
import { entriesOf } from "./register/entries.ts";
import { registerRoutes } from "./register/routes.ts";
import { registersOf } from "./registers.ts";
import { createCipher, type CipherKeys } from "./secrecy/cipher.ts";
import { serviceRoutes } from "./snapshot/routes.ts";
import type { Tables } from "./tables.ts";
import { tipsFile } from "./tips/list-file.ts";
import { tipFileRoutes } from "./tips/file-routes.ts";
import { tipRoutes } from "./tips/routes.ts";
import { townshipRoutes } from "./townships/routes.ts";

export type RegistryOptions = {
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  /** Who tells who calls. */
  tokens: TokenVerifier;
  /** Who carries imports. */
  engine: ImportEngine;
  /** For how many days an import is kept with its file. */
  importsKeptDays: number;
  /** The keys of encrypted columns and of fingerprints. */
  keys: CipherKeys;
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies?: readonly string[];
  rateLimits?: RateLimits;
  /** After how long, in milliseconds, a client is cut off that has stopped sending; the frame's own limit unless told otherwise. */
  silentUploadMs?: number;
};

/** The registry's HTTP service, wired but not listening. */
export async function createRegistryApp(options: RegistryOptions): Promise<App> {
  const { database, logger } = options;
  const auditor = createAuditor(options);
  const app = await createApp({
    name: "registry",
    title: documentTitles.registry,
    logger,
    tokens: options.tokens,
    ready: { database: () => database.ping() },
    auditor,
    trustedProxies: options.trustedProxies ?? [],
    rateLimits: options.rateLimits,
    requestWithinMs: uploadWithinMs,
    ...(options.silentUploadMs === undefined ? {} : { silentUploadMs: options.silentUploadMs }),
  });
  const cipher = createCipher(options.keys);
  const { entities, items, projects, inspectors, conflicts, tips, ...others } = registersOf(cipher);

  const audited = { ...options, auditor };
  fileRoute(app, audited, registerFile(items, audited));
  fileRoute(app, audited, registerFile(entities, audited));
  fileRoute(app, audited, registerFile(projects, audited));
  fileRoute(app, audited, registerFile(inspectors, audited));
  fileRoute(app, audited, registerFile(conflicts, audited));
  fileRoute(app, audited, registerFile(others["credit-records"], audited));
  registerRoutes(app, items, audited);
  compileRoute(app, options);
  registerRoutes(app, others["legal-bases"], audited);
  fileRoute(app, audited, basesFile(others["legal-bases"], audited));
  registerRoutes(app, entities, audited);
  const { get } = entriesOf(entities, options);
  proposalRoutes(app, audited, async (viewer, reference) => (await get(viewer, reference)).code);
  registerRoutes(app, projects, audited);
  registerRoutes(app, inspectors, audited);
  registerRoutes(app, tips, audited);
  fileRoute(app, audited, tipsFile(tips, audited));
  tipRoutes(app, options);
  await tipFileRoutes(app, audited);
  certificateRoutes(app, audited);
  inspectorNamesRoute(app, options);
  completenessRoutes(app, audited);
  townshipRoutes(app, options);
  registerRoutes(app, conflicts, audited);
  registerRoutes(app, others["credit-records"], audited);
  repairRoutes(app, options);
  changeRoutes(app, audited, {
    items: changeReader(items),
    entities: changeReader(entities),
    projects: changeReader(projects),
    inspectors: changeReader(inspectors),
    conflicts: changeReader(conflicts),
    "credit-records": changeReader(others["credit-records"]),
    "legal-bases": changeReader(others["legal-bases"]),
    tips: changeReader(tips),
  });
  filterRoutes(app, options);
  duplicateRoutes(app, audited, cipher, {
    entities: leavingOf(entities, leavingChange),
    projects: leavingOf(projects, leavingChange),
  });
  await importRoutes(app, options);
  serviceRoutes(app, options);
  auditRoutes(app, {
    database,
    auditor,
    named: [
      { table: "entity", key: "credit_code", keyIs: "text", name: "name" },
      { table: "project", key: "id", name: "name" },
      { table: "inspector", key: "id", name: "name" },
      { table: "item", key: "id", name: "name" },
      { table: "import", key: "id", name: "file_name" },
    ],
  });
  feedRoutes(app, { service: "registry", database, logger });
  return app;
}
