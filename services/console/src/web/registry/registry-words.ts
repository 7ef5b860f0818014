import { registryEn } from "@shuangsui/contracts/registry-words/en";
import { registryZh, type RegistryWords } from "@shuangsui/contracts/registry-words/zh";
import { useTexts } from "../words/words.tsx";

/** The words of the registers' own pages, in the language that their reader has chosen. */
export function useRegistryWords(): RegistryWords {
  return useTexts().language === "zh" ? registryZh : registryEn;
}
