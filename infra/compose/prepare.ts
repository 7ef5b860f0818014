/** Before the services start on a cluster: schemas and roles, migrations, authorities, search attributes. Can be run again at any time. */
import { registerAttributes } from "@shuangsui/temporal-kit";
import { Connection } from "@temporalio/client";
import { prepareDatabase } from "../embedded/database.ts";
import { firstAdministrator, migrateServices } from "../embedded/programs.ts";
import { preparationSettings } from "./settings.ts";

const settings = preparationSettings.parse(process.env);

const urls = await prepareDatabase(settings.DATABASE_URL, {
  identity: { owner: settings.IDENTITY_OWNER_PASSWORD, app: settings.IDENTITY_PASSWORD },
  registry: { owner: settings.REGISTRY_OWNER_PASSWORD, app: settings.REGISTRY_PASSWORD },
  inspection: { owner: settings.INSPECTION_OWNER_PASSWORD, app: settings.INSPECTION_PASSWORD },
  disclosure: { owner: settings.DISCLOSURE_OWNER_PASSWORD, app: settings.DISCLOSURE_PASSWORD },
  console: { owner: settings.CONSOLE_OWNER_PASSWORD, app: settings.CONSOLE_PASSWORD },
});
await migrateServices(urls, settings.AUTHORITIES_FILE, "/dev/stderr");
for (const line of await firstAdministrator(urls.identity.app, "/dev/stderr"))
  process.stdout.write(`${line}\n`);
const connection = await Connection.connect({ address: settings.TEMPORAL_ADDRESS, connectTimeout: 30_000 });
await registerAttributes(connection, "default");
await connection.close();
