import { ConfigProvider, theme } from "antd";
import enUS from "antd/es/locale/en_US";
import zhCN from "antd/es/locale/zh_CN";
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { useTexts } from "../words/words.tsx";

type Look = { dark: boolean; turn(dark: boolean): void };
const kept = "dark";
const Current = createContext<Look>({ dark: false, turn: () => undefined });

/** Colours whose contrast holds by WCAG AA, which antd's own do not. */
const light = {
  colorPrimary: "#0958d9",
  colorLink: "#0958d9",
  colorInfo: "#0958d9",
  colorTextPlaceholder: "#6b7280",
  colorTextDescription: "#595f69",
  colorTextDisabled: "#6b7280",
  colorError: "#c1121f",
  colorWarning: "#8a5a00",
  colorSuccess: "#217a3c",
  colorSuccessBg: "#eefaf1",
  colorWarningBg: "#fff8e1",
  colorErrorBg: "#fff1f0",
  colorTextTertiary: "#595f69",
} as const;
const dark = {
  colorPrimary: "#4c9aff",
  colorLink: "#7db8ff",
  colorInfo: "#7db8ff",
  colorTextPlaceholder: "#9aa4b2",
  colorTextDescription: "#b4bcc8",
  colorTextDisabled: "#9aa4b2",
  colorTextLightSolid: "#0b1524",
  colorTextTertiary: "#b4bcc8",
  colorError: "#ff7875",
  colorWarning: "#ffc53d",
  colorSuccess: "#73d13d",
} as const;

/** As the pages of the inspected: which sans serif a browser takes for itself differs from one start to the next. */
const fontFamily = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

/** What is chosen of several, also on the raised ground of a drawer. */
const selectedInDark = { itemSelectedColor: "#a6d0ff" } as const;

/** Whoever has asked for it sees nothing move. */
const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The nonce that this document's styles must bear, as its policy says. */
const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce;

// Some of antd's parts make styles without asking for the nonce.
const create = document.createElement.bind(document);
document.createElement = (name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (nonce !== undefined && name === "style") element.nonce = nonce;
  return element;
};

/** How all pages look: light or dark, in their language. */
export function Look({ children }: { children: ReactNode }) {
  const { language } = useTexts();
  const [isDark, turn] = useState(
    () =>
      (localStorage.getItem(kept) ?? String(matchMedia("(prefers-color-scheme: dark)").matches)) === "true",
  );
  // Paper is light, whoever reads it.
  const [isPrinting, print] = useState(false);
  useEffect(() => {
    const turnLight = () => flushSync(() => print(true));
    const turnBack = () => print(false);
    addEventListener("beforeprint", turnLight);
    addEventListener("afterprint", turnBack);
    return () => {
      removeEventListener("beforeprint", turnLight);
      removeEventListener("afterprint", turnBack);
    };
  }, []);
  const isShownDark = isDark && !isPrinting;
  useEffect(() => {
    localStorage.setItem(kept, String(isDark));
    document.documentElement.style.colorScheme = isShownDark ? "dark" : "light";
    document.body.style.background = isShownDark ? "#10161f" : "#f3f5f8";
    document.body.style.margin = "0";
  }, [isDark, isShownDark]);
  const look = useMemo(() => ({ dark: isDark, turn }), [isDark]);
  return (
    <Current value={look}>
      <ConfigProvider
        {...(nonce === undefined ? {} : { csp: { nonce } })}
        locale={language === "zh" ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
        theme={{
          algorithm: isShownDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
          token: { borderRadius: 6, fontFamily, motion: !isStill, ...(isShownDark ? dark : light) },
          components: {
            ...(isShownDark
              ? {
                  ...{ Menu: selectedInDark, Tabs: selectedInDark },
                  Tooltip: { colorTextLightSolid: "#ffffff" },
                }
              : {}),
            Layout: { headerPadding: "0 16px", headerHeight: 52 },
            Table: { cellPaddingBlockMD: 9 },
          },
        }}
      >
        {children}
      </ConfigProvider>
    </Current>
  );
}

export function useLook(): Look {
  return use(Current);
}
