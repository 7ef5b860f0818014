import { askAhead } from "./calls/ahead.ts";

// All that the first page needs is asked for at once: who is signed in, the board's figures and its script beside the frame's.
askAhead("/session");
if (location.pathname === "/board") {
  askAhead("/api/inspection/api/v1/inspections/counts");
  askAhead("/api/inspection/api/v1/stuck");
  void import("./board/board.tsx");
}
void import("./main.tsx");
