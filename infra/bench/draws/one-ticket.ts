import { H } from "@shuangsui/lottery";
import { CHUNK, Lane } from "../../../packages/lottery/src/lanes/lane.ts";
import { kernelModule } from "../../../packages/lottery/src/lanes/module.ts";
import { idOf } from "./files.ts";

const rounds = 250;

/** Tickets of one chunk of targets again and again, on this thread alone. */
export async function oneTicket(): Promise<{ ms: number; done: number }> {
  const lane = new Lane(await kernelModule());
  const text = Buffer.from(Array.from({ length: CHUNK }, (_, i) => `${idOf(i)},A,p\n`).join(""));
  lane.room(text.length).set(text);
  lane.scan(text.length);
  lane.setSeed(H("bench"));
  lane.classify(CHUNK, () => lane.setLimit(0xffff_ffff / 100));
  for (let round = 0; round < rounds; round += 1) lane.tickets(1);
  const began = performance.now();
  for (let round = 0; round < rounds; round += 1) lane.tickets(1);
  return { ms: performance.now() - began, done: rounds * CHUNK };
}
