import { askAhead } from "./calls/ahead.ts";

// All that the first page needs is asked for at once: who is signed in, and the board's script and figures beside the frame's script.
askAhead("/session");
// Most begin at the board; whoever begins at another page needs its tables.
if (["/", "/board"].includes(location.pathname)) void import("./board/board.tsx");
if (location.pathname === "/board") {
  askAhead("/api/inspection/api/v1/inspections/counts");
  askAhead("/api/inspection/api/v1/stuck");
}
void import("./main.tsx");
