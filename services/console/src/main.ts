import {
  closeGracefully,
  createLogger,
  credentialsOf,
  readSettings,
  serviceClient,
} from "@shuangsui/service-kit";
import { createConsoleApp } from "./app.ts";
import { settings } from "./config.ts";

const read = readSettings(settings);
const logger = createLogger("console", read.LOG_LEVEL);
const app = await createConsoleApp({
  logger,
  inspection: serviceClient({
    baseUrl: read.INSPECTION_URL,
    credentials: credentialsOf(read),
    timeoutMs: 5_000,
  }),
  disclosureUrl: read.DISCLOSURE_URL,
});
closeGracefully(logger, () => app.close());
await app.listen({ host: read.HOST, port: read.PORT });
const address = app.server.address();
logger.info(
  { port: typeof address === "object" && address !== null ? address.port : read.PORT },
  "listening",
);
