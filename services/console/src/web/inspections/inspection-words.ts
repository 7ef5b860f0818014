import { inspectionEn } from "@shuangsui/contracts/inspection-words/en";
import { inspectionZh, type InspectionWords } from "@shuangsui/contracts/inspection-words/zh";
import { useTexts } from "../words/words.tsx";

/** The words of an inspection's own page, in the language that its reader has chosen. */
export function useInspectionWords(): InspectionWords {
  return useTexts().language === "zh" ? inspectionZh : inspectionEn;
}
