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

/** A section of the menu, with what one must be allowed to do for it, one of them at least. */
export type Section = {
  path: string;
  word: keyof ConsoleWords["menu"];
  icon: ReactNode;
  actions: readonly Action[];
};

/** The sections in the order of the menu. */
export const sections: readonly Section[] = [
  { path: "/board", word: "board", icon: <DashboardOutlined />, actions: ["figures.read"] },
  {
    path: "/workbench",
    word: "workbench",
    icon: <CarryOutOutlined />,
    actions: ["workbench.read", "registry.write"],
  },
  {
    path: "/inspections",
    word: "inspections",
    icon: <UnorderedListOutlined />,
    actions: ["inspection.read"],
  },
  { path: "/reviews", word: "reviews", icon: <SafetyOutlined />, actions: ["text.ask"] },
  { path: "/plans", word: "plans", icon: <ScheduleOutlined />, actions: ["plan.read"] },
  { path: "/campaigns", word: "campaigns", icon: <BankOutlined />, actions: ["campaign.read"] },
  { path: "/supervision", word: "supervision", icon: <AlertOutlined />, actions: ["supervision.read"] },
  { path: "/registry", word: "registry", icon: <DatabaseOutlined />, actions: ["registry.read"] },
  { path: "/changes", word: "changes", icon: <HistoryOutlined />, actions: ["registry.read"] },
  { path: "/tips", word: "tips", icon: <FileSearchOutlined />, actions: ["registry.read"] },
  { path: "/imports", word: "imports", icon: <UploadOutlined />, actions: ["registry.write"] },
  { path: "/admin", word: "admin", icon: <SettingOutlined />, actions: ["settings.read"] },
  { path: "/audit", word: "audit", icon: <AuditOutlined />, actions: ["audit.read"] },
];
