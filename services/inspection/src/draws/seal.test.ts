import { describe, expect, it } from "vitest";
import { seal, unseal, useFieldKey } from "./seal.ts";

describe("what is sealed", () => {
  it("is opened by the same key for what it belongs to, and by nothing else", () => {
    useFieldKey("11".repeat(32));
    const sealed = seal("draw-1/keys", "秘密");
    expect(unseal("draw-1/keys", sealed)).toBe("秘密");
    expect(sealed.includes(Buffer.from("秘密"))).toBe(false);
    expect(() => unseal("draw-2/keys", sealed)).toThrow("authenticate");
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(() => unseal("draw-1/keys", sealed)).toThrow("authenticate");
    const other = seal("draw-1/keys", "秘密");
    useFieldKey("22".repeat(32));
    expect(() => unseal("draw-1/keys", other)).toThrow("authenticate");
  });
});
