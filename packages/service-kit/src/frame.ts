import type { Clock } from "@shuangsui/clock";
import type { MatterInput, Standing } from "@shuangsui/contracts";
import type { FrameWork, ScopedDatabase } from "./frame-tables.ts";
import type { Logger } from "./logger.ts";

/** How the workflows of a service's matters hear of commands. Ids and names alone. */
export type Engine = {
  /**
   * Tells a matter's workflow of a command that was decided, starting it where it does not run. `standing` is how the matter
   * stood then; without it the workflow asks.
   */
  tell(matter: MatterAddress, command: CommandName, standing?: Standing): Promise<void>;
  /**
   * Has a matter's workflow decide a command and those before it, and resolves when it has. Rejects while the engine is down,
   * and where it takes longer than so many milliseconds.
   */
  decide(matter: MatterAddress, command: CommandName, withinMs: number): Promise<void>;
  /**
   * Starts a matter's workflow where none runs: it runs when it is told something, or when time does something to a matter that
   * stands so.
   */
  startLater(matter: MatterAddress, standing: Standing): Promise<void>;
  /** Makes a matter's workflow see anew how it stands. `anew`: in the place of one that does not answer. */
  refresh(matter: MatterAddress, options?: { anew: boolean }): Promise<void>;
};
export type MatterAddress = MatterInput & { type: string };
export type CommandName = { type: string; id: string };

/** What the frame needs of a service. */
export type Frame<W extends FrameWork> = {
  database: ScopedDatabase<W>;
  clock: Clock;
  engine: Engine;
  logger: Logger;
};
