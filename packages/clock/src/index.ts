export { type Clock, databaseClock, type Reading, steeredClock, wallClock } from "./clock.ts";
