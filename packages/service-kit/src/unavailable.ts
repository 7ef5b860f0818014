export { ServiceUnavailable, StillPending } from "@shuangsui/client";
