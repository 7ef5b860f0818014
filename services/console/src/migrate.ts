import { migrate } from "@shuangsui/service-kit";
import { migrations } from "./migrations/index.ts";

const url = process.env["DATABASE_OWNER_URL"];
if (url === undefined || url === "") {
  process.stderr.write("setting DATABASE_OWNER_URL: is missing\n");
  process.exit(78);
}
await migrate(url, "console", migrations);
