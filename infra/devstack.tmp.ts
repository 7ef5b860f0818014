import { mkdirSync, writeFileSync } from "node:fs";
import { startStack } from "./embedded/stack.ts";
const dataDir = process.argv[2] ?? "";
mkdirSync(dataDir, { recursive: true });
const stack = await startStack({ dataDir, log: (l) => console.log(l), databaseSettings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } });
writeFileSync(`${dataDir}/all.json`, JSON.stringify({ endpoints: stack.endpoints, secrets: stack.secrets }));
console.log("up");
process.on("SIGTERM", () => void stack.stop().then(() => process.exit()));
setInterval(() => undefined, 1000);
