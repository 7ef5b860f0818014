export { ServiceUnavailable } from "@shuangsui/client";
