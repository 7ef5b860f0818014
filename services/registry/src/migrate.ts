import { runMigrations } from "@shuangsui/service-kit";
import { migrations } from "./migrations/index.ts";

await runMigrations("registry", migrations);
