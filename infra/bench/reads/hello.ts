/** The rival of the registry's reads: a bare Fastify with one route that touches nothing. */
import fastify from "fastify";
import { answer } from "../child.ts";

const app = fastify();
app.get("/", async () => ({ hello: "world" }));
answer(await app.listen({ host: "127.0.0.1", port: 0 }));
process.on("disconnect", () => process.exit());
