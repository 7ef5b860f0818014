import type { Action } from "@shuangsui/contracts";
import type { ConsoleWords } from "@shuangsui/contracts/console-words/zh";
import {
  AlertOutlined,
  AuditOutlined,
  BankOutlined,
  CarryOutOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  FileSearchOutlined,
  HistoryOutlined,
  SafetyOutlined,
  ScheduleOutlined,
  SettingOutlined,
  UnorderedListOutlined,
  UploadOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

/** A section of the menu, with what one must be allowed to do for it. */
export type Section = {
  path: string;
  word: keyof ConsoleWords["menu"];
  icon: ReactNode;
  action: Action;
};

/** The sections in the order of the menu. */
export const sections: readonly Section[] = [
  { path: "/board", word: "board", icon: <DashboardOutlined />, action: "figures.read" },
  { path: "/workbench", word: "workbench", icon: <CarryOutOutlined />, action: "workbench.read" },
  { path: "/inspections", word: "inspections", icon: <UnorderedListOutlined />, action: "inspection.read" },
  { path: "/reviews", word: "reviews", icon: <SafetyOutlined />, action: "text.review" },
  { path: "/plans", word: "plans", icon: <ScheduleOutlined />, action: "plan.read" },
  { path: "/campaigns", word: "campaigns", icon: <BankOutlined />, action: "campaign.read" },
  { path: "/supervision", word: "supervision", icon: <AlertOutlined />, action: "supervision.read" },
  { path: "/registry", word: "registry", icon: <DatabaseOutlined />, action: "registry.read" },
  { path: "/changes", word: "changes", icon: <HistoryOutlined />, action: "registry.read" },
  { path: "/tips", word: "tips", icon: <FileSearchOutlined />, action: "registry.read" },
  { path: "/imports", word: "imports", icon: <UploadOutlined />, action: "registry.write" },
  { path: "/admin", word: "admin", icon: <SettingOutlined />, action: "settings.read" },
  { path: "/audit", word: "audit", icon: <AuditOutlined />, action: "audit.read" },
];
