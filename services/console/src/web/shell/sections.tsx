import type { Action } from "@shuangsui/contracts";
import type { ConsoleWords } from "@shuangsui/contracts/console-words/zh";
import {
  AlertOutlined,
  AuditOutlined,
  BankOutlined,
  CarryOutOutlined,
  DashboardOutlined,
  DatabaseOutlined,
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
  { path: "/workbench", word: "workbench", icon: <CarryOutOutlined />, action: "inspection.read" },
  { path: "/inspections", word: "inspections", icon: <UnorderedListOutlined />, action: "inspection.read" },
  { path: "/plans", word: "plans", icon: <ScheduleOutlined />, action: "plan.read" },
  { path: "/campaigns", word: "campaigns", icon: <BankOutlined />, action: "campaign.read" },
  { path: "/supervision", word: "supervision", icon: <AlertOutlined />, action: "supervision.read" },
  { path: "/registry", word: "registry", icon: <DatabaseOutlined />, action: "registry.read" },
  { path: "/imports", word: "imports", icon: <UploadOutlined />, action: "registry.write" },
  { path: "/admin", word: "admin", icon: <SettingOutlined />, action: "settings.read" },
  { path: "/audit", word: "audit", icon: <AuditOutlined />, action: "audit.read" },
];
