/** DuckDB in a process of its own: a folder, a seed and how many to select. Answers once the table is filled, then once for each message. */
import { DuckDBInstance } from "@duckdb/node-api";
import { join } from "node:path";
import { answer } from "../child.ts";

const [folder = "", seed = "", limit = "0"] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await instance.connect();
await connection.run(
  `create table target as select * from read_csv('${join(folder, "targets.csv")}', header = false, columns = {'id': 'varchar', 'stratum': 'varchar', 'profile': 'varchar'})`,
);
answer({ ready: true });
process.on("message", () => void select());

async function select(): Promise<void> {
  const began = performance.now();
  const { user, system } = process.cpuUsage();
  const reader = await connection.runAndReadAll(
    `select id, stratum, profile from target order by sha256('${seed},target,' || id) limit ${Number(limit)}`,
  );
  const ms = performance.now() - began;
  const cpu = process.cpuUsage({ user, system });
  answer({
    ms,
    done: reader.currentRowCount,
    cpuMs: (cpu.user + cpu.system) / 1000,
    maxRssKiB: process.resourceUsage().maxRSS,
  });
}
