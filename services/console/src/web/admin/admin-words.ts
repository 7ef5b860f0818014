import { adminEn } from "@shuangsui/contracts/admin-words/en";
import { adminZh, type AdminWords } from "@shuangsui/contracts/admin-words/zh";
import { useTexts } from "../words/words.tsx";

/** The words of the administrator's and the auditor's pages, in the language that their reader has chosen. */
export const useAdminWords = (): AdminWords => (useTexts().language === "zh" ? adminZh : adminEn);
