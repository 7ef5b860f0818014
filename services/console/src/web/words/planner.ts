import { plannerEn } from "@shuangsui/contracts/planner-words/en";
import { plannerZh, type PlannerWords } from "@shuangsui/contracts/planner-words/zh";
import { useTexts } from "./words.tsx";

/** The words that the planner's pages and the draw room have for themselves: the first page does not carry them. */
export const usePlannerWords = (): PlannerWords => (useTexts().language === "zh" ? plannerZh : plannerEn);
