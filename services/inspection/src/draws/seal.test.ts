import { describe, expect, it } from "vitest";
import { createSealer } from "./seal.ts";

describe("what is sealed", () => {
  it("is opened by the same key for what it belongs to, and by nothing else", () => {
    const sealer = createSealer("11".repeat(32));
    const sealed = sealer.seal("draw-1/keys", "秘密");
    expect(sealer.unseal("draw-1/keys", sealed)).toBe("秘密");
    expect(sealed.includes(Buffer.from("秘密"))).toBe(false);
    expect(() => sealer.unseal("draw-2/keys", sealed)).toThrow("authenticate");
    expect(() => createSealer("22".repeat(32)).unseal("draw-1/keys", sealed)).toThrow("authenticate");
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(() => sealer.unseal("draw-1/keys", sealed)).toThrow("authenticate");
  });
});
