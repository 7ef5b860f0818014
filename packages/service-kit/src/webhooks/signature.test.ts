import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { newSecret, signedHeaders } from "./signature.ts";

const body = '{"type":"cn.shuangsui.inspection.record"}';

test("what is signed is taken by Standard Webhooks' own library, with its secret and unchanged alone", () => {
  const secret = newSecret();
  const headers = signedHeaders(secret, { id: "inspection_1_1", at: new Date(), body });
  expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow("No matching signature found");
  expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow("No matching signature found");
  expect(() => new Webhook(secret).verify(body, { ...headers, "webhook-id": "inspection_1_2" })).toThrow(
    "No matching signature found",
  );
});

test("what is as old as six minutes is not taken: the time is signed", () => {
  const secret = newSecret();
  const at = new Date(Date.now() - 360_000);
  const headers = signedHeaders(secret, { id: "inspection_1_1", at, body });
  expect(() => new Webhook(secret).verify(body, headers)).toThrow("too old");
});
