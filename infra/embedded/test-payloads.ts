import { sealingKeys } from "@shuangsui/sealing";
import { sealedPayloads } from "@shuangsui/temporal-kit";

/** What seals all that tests and the rivals of measurements tell the engine: one key, so that a second process has it too. */
export const testPayloads = sealedPayloads(
  sealingKeys.parse("test:aa11bb22cc33dd44ee55ff66aa11bb22cc33dd44ee55ff66aa11bb22cc33dd44"),
);
