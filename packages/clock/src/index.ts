export { type Clock, databaseClock, type Reading, steeredClock } from "./clock.ts";
