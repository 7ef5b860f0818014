import { converterBy, registerAttributes } from "@shuangsui/temporal-kit";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { inject } from "vitest";
import { testPayloads } from "./test-payloads.ts";
import { reportsProblemsEarly } from "./temporal.ts";

const client = { dataConverter: converterBy(testPayloads) };

/** The time-skipping server with the project's search attributes: days of timers pass in milliseconds. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    client,
    server: { executable: { type: "existing-path", path: inject("temporalTestServer") } },
  });
  await registerAttributes(environment.connection, environment.namespace ?? "default");
  return environment;
}

/** The real development server, in memory, with the project's search attributes: time passes as it does. */
export async function startDevServer(): Promise<TestWorkflowEnvironment> {
  const environment = await TestWorkflowEnvironment.createLocal({
    client,
    server: {
      executable: { type: "existing-path", path: inject("temporalProgram") },
      extraArgs: [...reportsProblemsEarly],
    },
  });
  await registerAttributes(environment.connection, environment.namespace ?? "default");
  return environment;
}
