import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const histories = join(import.meta.dirname, "..", "..", "workflows", "histories");

type Recorded = {
  events: {
    eventType: string;
    workflowExecutionStartedEventAttributes?: { firstWorkflowTaskBackoff: string };
    timerStartedEventAttributes?: { startToFireTimeout: string };
  }[];
};

// Replay catches a changed structure and no changed value: what a workflow waits is asserted here.
describe("the timers of a recorded inspection", () => {
  it("wait as long as the law says: two working days for recusals, then for reminders and deadlines", () => {
    const recorded = JSON.parse(
      readFileSync(join(histories, "inspection-missed-report.json"), "utf8"),
    ) as Recorded;
    // The first wait is that for its first task.
    const timers = recorded.events
      .flatMap(
        ({ workflowExecutionStartedEventAttributes: started, timerStartedEventAttributes: timer }) =>
          started?.firstWorkflowTaskBackoff ?? timer?.startToFireTimeout ?? [],
      )
      .map((text) => Number.parseFloat(text));
    const day = 86_400;
    // Drawn on Tuesday 15 September 2026 at nine: until the end of Thursday.
    expect(timers[0]).toBeGreaterThan(2.5 * day);
    expect(timers[0]).toBeLessThan(2 * day + 15 * 3600 + 1);
    // The check ended on Friday 18: five working days, the Sunday worked in exchange among them, end on the 24th.
    // Reminders come at the beginning of the working days two and one before: the 22nd and the 23rd; the breach with the 24th's end.
    const days = timers.map((seconds) => Math.round((seconds / day) * 1000) / 1000);
    const first = days.indexOf(1);
    expect(days.slice(first, first + 2)).toEqual([1, 2]);
    expect(days[first - 1]).toBeCloseTo(3.583, 2);
  });
});
