import { askAhead } from "./calls/ahead.ts";

// The pages' policy lets no text become code, which zod tries for speed with the first schema that it makes.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

// All that the first page needs is asked for at once: who is signed in, and the board's figures and script beside the frame's script.
askAhead("/session");
if (location.pathname === "/board") {
  askAhead("/api/inspection/api/v1/inspections/counts");
  askAhead("/api/inspection/api/v1/stuck");
}
// Most begin at the board; whoever begins at another page needs its tables.
if (["/", "/board"].includes(location.pathname)) void import("./board/board.tsx");
void import("./main.tsx");
