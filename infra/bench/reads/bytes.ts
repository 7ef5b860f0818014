/** The rival of the portal's pages: a bare Fastify that sends the bytes of a file from memory. */
import fastify from "fastify";
import { readFileSync } from "node:fs";
import { answer } from "../child.ts";

const bytes = readFileSync(process.argv[2] ?? "");
const app = fastify();
app.get("/", (_request, reply) => reply.header("content-type", "text/html; charset=utf-8").send(bytes));
answer(await app.listen({ host: "127.0.0.1", port: 0 }));
process.on("disconnect", () => process.exit());
