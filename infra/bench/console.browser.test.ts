import { it } from "vitest";
import { chromiumPath, unlessChromium } from "../e2e/browsers.ts";
import { expectResults, names, tiny } from "./expected.ts";
import { groups, runGroup } from "./groups.ts";

const group = groups.find(({ name }) => name === "console");

it.skipIf(chromiumPath === undefined)(
  `measures the console${unlessChromium}`,
  { timeout: 180_000 },
  async () => {
    if (group === undefined) throw new Error("the bench has no group named console");
    expectResults(await runGroup(group, tiny, () => undefined), names.console);
  },
);
