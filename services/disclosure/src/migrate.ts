import { runMigrations } from "@shuangsui/service-kit/schema";
import { migrations } from "./migrations/index.ts";

await runMigrations("disclosure", migrations);
