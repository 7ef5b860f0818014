export { type Clock, databaseClock, steeredClock } from "./clock.ts";
