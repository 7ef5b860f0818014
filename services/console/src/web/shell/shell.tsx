import { authorityOf, filledIn } from "@shuangsui/contracts";
import {
  BulbOutlined,
  LogoutOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  QuestionCircleOutlined,
  TranslationOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { Badge, Button, Dropdown, Grid, Layout, Menu, Space, Tag, theme, Tooltip } from "antd";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useSessionOf } from "../calls/ended.ts";
import { whenThere } from "../calls/later.ts";
import { useLive } from "../calls/live.ts";
import { asked } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useVisibleAuthorities } from "../parts/authority.tsx";
import { useInView } from "../parts/in-view.ts";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { Bell } from "./bell.tsx";
import { Connection } from "./connection.tsx";
import { useKeys } from "./keys.ts";
import { useLook } from "./look.tsx";
import { SearchAll } from "./search-all.tsx";
import { sections } from "./sections.tsx";

// What is seldom seen is fetched when it is.
const KeysHelp = lazy(
  whenThere(() => import("./keys-help.tsx").then(({ KeysHelp: component }) => ({ default: component }))),
);
const EndedSession = lazy(
  whenThere(() =>
    import("./ended-session.tsx").then(({ EndedSession: component }) => ({ default: component })),
  ),
);

/** The frame around each page: menu at the left, who is signed in and how it looks at the top. */
export function Shell() {
  const { words, console, language, speak } = useTexts();
  const { dark, turn } = useLook();
  const { token } = theme.useToken();
  const session = useSession();
  const may = useMay();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const narrow = Grid.useBreakpoint().md === false;
  const [folded, fold] = useState(false);
  const [helping, help] = useState(false);
  const sessionOf = useSessionOf();
  const form = useRef<HTMLFormElement>(null);
  const navigate = useNavigate();
  useKeys({ help: () => help(true), navigate: (to) => void navigate({ to }) });
  useEffect(() => fold(narrow), [narrow, path]);

  const roles = session.roles
    .map((role) => (words.accountRole as Readonly<Record<string, string>>)[role] ?? role)
    .join(words.comma);
  const authority = authorityOf(session.authority)?.[language === "zh" ? "name" : "english"];
  const name = typeof authority === "object" ? authority.name : (authority ?? session.authority);
  const here = sections.find((section) => path.startsWith(section.path))?.path;
  return (
    <Layout style={{ minHeight: "100vh" }}>
      <a className="skip" href="#content">
        {console.shell.skip}
      </a>
      <Layout.Sider
        theme="light"
        width={200}
        collapsedWidth={narrow ? 0 : 56}
        collapsed={folded}
        className="menu"
        style={{ borderInlineEnd: `1px solid ${token.colorBorderSecondary}` }}
      >
        <Link to="/" className="brand" aria-label={console.shell.name} style={{ color: token.colorText }}>
          <img src="/icon.svg" alt="" width={24} height={24} /> {folded ? "" : console.shell.name}
        </Link>
        <nav aria-label={console.shell.menu}>
          <Menu
            mode="inline"
            selectedKeys={here === undefined ? [] : [here]}
            items={sections
              .filter(({ actions }) => actions.some((action) => may(action)))
              .map(({ path, word, icon }) => ({
                key: path,
                icon,
                label: <Link to={path}>{console.menu[word]}</Link>,
              }))}
          />
        </nav>
      </Layout.Sider>
      <Layout>
        <Layout.Header
          className="top"
          style={{
            background: token.colorBgContainer,
            borderBottom: `1px solid ${token.colorBorderSecondary}`,
          }}
        >
          <Button
            type="text"
            aria-label={folded ? console.shell.expand : console.shell.collapse}
            icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
            onClick={() => fold(!folded)}
          />
          <SearchAll />
          <InView className="wide" />
          <Clock className="wide" />
          <LiveMark />
          <Space size={4}>
            {may("events.read") ? <Bell /> : null}
            <Tooltip title={console.shell.keysHint}>
              <Button
                type="text"
                aria-label={console.shell.help}
                icon={<QuestionCircleOutlined />}
                onClick={() => void navigate({ to: "/help" })}
              />
            </Tooltip>
            <Tooltip title={dark ? console.shell.light : console.shell.dark}>
              <Button
                type="text"
                aria-label={dark ? console.shell.light : console.shell.dark}
                icon={<BulbOutlined />}
                onClick={() => turn(!dark)}
              />
            </Tooltip>
            <Button
              type="text"
              icon={<TranslationOutlined />}
              aria-label={console.shell.language}
              onClick={() => speak(language === "zh" ? "en" : "zh")}
            >
              {narrow ? null : console.shell.language}
            </Button>
            <Dropdown
              trigger={["click"]}
              menu={{
                items: [
                  {
                    key: "who",
                    disabled: true,
                    label: filledIn(console.shell.signedInAs, { authority: name, roles }),
                  },
                  { key: "out", icon: <LogoutOutlined />, label: console.shell.signOut },
                ],
                onClick: ({ key }) => key === "out" && form.current?.submit(),
              }}
            >
              <Button
                type="text"
                icon={<UserOutlined />}
                {...(narrow ? { "aria-label": console.shell.account } : {})}
              >
                {narrow ? null : <span className="ellipsis">{name}</span>}
              </Button>
            </Dropdown>
          </Space>
          <form ref={form} method="post" action="/sign-out" hidden />
        </Layout.Header>
        <Layout.Content id="content" tabIndex={-1} className="content">
          <div className="narrow row">
            <InView />
            <Clock />
          </div>
          <Connection />
          <Outlet />
        </Layout.Content>
      </Layout>
      <Suspense fallback={null}>
        {helping ? <KeysHelp close={() => help(false)} /> : null}
        {sessionOf === "same" ? null : <EndedSession of={sessionOf} />}
      </Suspense>
    </Layout>
  );
}

/** Whose matters are in view: all that one's authority sees, or one subordinate's alone (article 4). */
function InView({ className = "" }: { className?: string }) {
  const { words, console } = useTexts();
  const { token } = theme.useToken();
  const { authority } = useSession();
  const authorities = useVisibleAuthorities();
  const inView = useInView();
  const navigate = useNavigate();
  if (authorities.length < 2) return null;
  return (
    <select
      className={`choice ${className}`}
      aria-label={words.label.viewer}
      value={inView ?? ""}
      style={{
        color: token.colorText,
        backgroundColor: token.colorBgContainer,
        borderColor: token.colorBorder,
      }}
      onChange={({ target: { value } }) =>
        void navigate({
          to: ".",
          search: (before) => ({ ...before, as: value === "" ? undefined : value }),
        })
      }
    >
      <option value="">{console.shell.allInView}</option>
      {authorities
        .filter(({ value }) => value !== authority)
        .map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
    </select>
  );
}

/** The sample's clock runs on its own: whoever reads a due time must know by which one. */
function Clock({ className = "" }: { className?: string }) {
  const { words, console } = useTexts();
  // The board's figures tell it too, and are there already.
  const ofFigures = useMay()("figures.read");
  const { data: figures } = useQuery({
    ...asked("inspection", "getInspectionsCounts", {}),
    enabled: ofFigures,
  });
  const { data: told } = useQuery({ ...asked("inspection", "getClock", {}), enabled: !ofFigures });
  const clock = figures?.clock ?? told;
  if (clock === undefined || clock.kind === "real") return null;
  return (
    <Tooltip title={words.console.demonstrationNote}>
      <Tag className={className}>{filledIn(console.shell.demonstration, { now: timeText(clock.now) })}</Tag>
    </Tooltip>
  );
}

function LiveMark() {
  const { console } = useTexts();
  const live = useLive();
  if (live === "connecting") return null;
  return (
    <span className="wide nowrap" role="status">
      <Badge
        status={live === "live" ? "success" : "warning"}
        text={live === "live" ? console.shell.live : console.shell.liveLost}
      />
    </span>
  );
}
