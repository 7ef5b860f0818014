import { describe, expect, it } from "vitest";
import { powersIn, textOfFile } from "./powers.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("the numbers of a list of powers (article 7)", () => {
  it("stand one a line, before what else a sheet has there, each once", () => {
    expect(
      powersIn('\uFEFF权力事项编码,名称\r\n权-81,许可检查\r\n\r\n 权-82 \n"权-83","甲,乙"\n权-81\t再次', [
        "权力事项编码",
      ]),
    ).toEqual(["权-81", "权-82", "权-83"]);
    expect(powersIn(" \n")).toEqual([]);
  });

  it("are read from text as people's programs write it, and from nothing else", () => {
    expect(textOfFile(new TextEncoder().encode("权-81"))).toBe("权-81");
    // 权 in GB18030, and in UTF-16.
    expect(textOfFile(bytes(0xc8, 0xa8, 0x2d, 0x38))).toBe("权-8");
    expect(textOfFile(bytes(0xff, 0xfe, 0x43, 0x67))).toBe("权");
    expect(textOfFile(bytes(0x51, 0x2d, 0x38, 0x31))).toBe("Q-81");
    // As a workbook begins.
    expect(textOfFile(bytes(0x50, 0x4b, 0x03, 0x04, 0x14, 0x00))).toBeUndefined();
  });
});
