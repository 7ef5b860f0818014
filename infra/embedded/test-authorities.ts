/** Before each file of tests: what a service reads from its table is known also where a test has no database. */
import { learnAuthorities } from "@shuangsui/contracts";
import { sampleAuthorities } from "../sample/authorities.ts";

learnAuthorities(sampleAuthorities);
