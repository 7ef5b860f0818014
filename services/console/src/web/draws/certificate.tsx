import { filledIn } from "@shuangsui/contracts";
import { useParams } from "@tanstack/react-router";
import { Button, Descriptions, Table, Typography } from "antd";
import type { ReactNode } from "react";
import { useSession } from "../calls/session.tsx";
import { useAuthorityFullName } from "../parts/authority.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Card, Page } from "../parts/page.tsx";
import { Qr } from "../parts/qr.tsx";
import { dueText, timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { beaconTimeOf } from "./beacon.ts";
import { usePublicDraw } from "./public-draw.ts";
import { Finding } from "./room.tsx";
import { useVerified } from "./verified.ts";

type Public = NonNullable<ReturnType<typeof usePublicDraw>["data"]>;

/** The certificate of a draw, to print: all that is public of it, how to check it, and whether this browser found it right (article 23). */
export function DrawCertificate() {
  const { drawId } = useParams({ from: "/draws/$drawId/certificate" });
  const { console } = useTexts();
  const found = usePublicDraw(drawId);
  return (
    <Loaded of={found}>
      {(shown) =>
        shown === null ? (
          <Page title={console.draw.certificate}>
            <Card>{console.draw.notCommitted}</Card>
          </Page>
        ) : (
          <Certificate shown={shown} />
        )
      }
    </Loaded>
  );
}

function Certificate({ shown: { draw, commitment, reveal } }: { shown: Public }) {
  const { words, console } = useTexts();
  const { portalUrl } = useSession();
  const nameOf = useAuthorityFullName();
  const { verified } = useVerified(draw.drawId, { revealed: reveal !== null, watched: false });
  const page = `${portalUrl}/draws/${draw.drawId}`;
  const { beacon } = commitment;
  const drawnOf = ({ code }: { code: string }) => code === "drawn";
  return (
    <Page
      title={console.draw.certificate}
      extra={
        <Button className="no-print" type="primary" onClick={() => print()}>
          {console.draw.print}
        </Button>
      }
    >
      <Card>
        <Typography.Paragraph strong>{draw.title}</Typography.Paragraph>
        <Descriptions
          column={1}
          size="small"
          bordered
          items={[
            item(words.label.authority, nameOf(draw.authority)),
            item(words.label.state, words.drawState[draw.state]),
            item(console.draw.id, hash(draw.drawId)),
            ...(draw.previousDraw === null ? [] : [item(console.draw.previous, hash(draw.previousDraw))]),
            item(console.draw.commitment, hash(sha256Of(draw, "commitment.json"))),
            item(words.label.committedAt, timeText(draw.committedAt)),
            item(console.draw.plan, hash(commitment.planVersion)),
            item(
              words.label.witnesses,
              draw.witnesses.map((one) => filledIn(words.portal.witness, one)).join(words.comma),
            ),
            item(
              console.draw.beacon,
              `${console.draw.beaconKind[beacon.kind]}，${dueText(beaconTimeOf(beacon))}`,
            ),
            item(console.draw.secretHash, hash(commitment.secretHash)),
            ...(reveal === null
              ? [item(console.draw.secret, console.draw.waits)]
              : [
                  item(console.draw.secret, hash(reveal.secret)),
                  item(console.draw.beaconValue, hash(reveal.beacon.value)),
                  item(words.label.revealedAt, draw.revealedAt === null ? "" : timeText(draw.revealedAt)),
                  item(console.draw.chosen, draw.statistics.find(drawnOf)?.value ?? reveal.teams.count),
                ]),
          ]}
        />
      </Card>
      <Card title={console.campaign.strata}>
        <Table
          rowKey="name"
          size="small"
          pagination={false}
          dataSource={[...commitment.strata]}
          columns={[
            { title: words.label.riskClass, dataIndex: "name" },
            { title: words.label.population, dataIndex: "population", align: "end" },
            { title: words.label.inDraw, dataIndex: "count", align: "end" },
            { title: words.label.ratio, dataIndex: "ratio", align: "end" },
            { title: words.label.quota, dataIndex: "quota", align: "end" },
            { title: words.label.alternates, dataIndex: "alternates", align: "end" },
          ]}
        />
      </Card>
      <Card title={console.draw.roots}>
        <Table
          rowKey="name"
          size="small"
          pagination={false}
          dataSource={[
            { name: console.draw.targets, ...commitment.targets },
            { name: console.draw.inspectors, ...commitment.roster },
            { name: console.draw.exclusions, ...commitment.exclusions },
            ...(reveal === null
              ? []
              : [
                  { name: console.draw.resultFile, ...reveal.result },
                  { name: console.draw.changesFile, ...reveal.recusals },
                  { name: console.draw.teams, ...reveal.teams },
                ]),
          ]}
          columns={[
            { title: console.draw.what, dataIndex: "name" },
            { title: console.draw.count, dataIndex: "count", align: "end" },
            { title: console.draw.root, dataIndex: "root", render: hash },
          ]}
        />
      </Card>
      <Card title={words.portal.howToCheck}>
        <div className="certificate-check">
          <div>
            <Typography.Paragraph>{console.draw.howTo}</Typography.Paragraph>
            <Typography.Paragraph>
              <code>{`npm run -s shuangsui -- verify ${page}`}</code>
            </Typography.Paragraph>
            {reveal === null ? null : <Finding verified={verified} />}
          </div>
          <Qr text={page} name={console.draw.qr} size={140} />
        </div>
      </Card>
    </Page>
  );
}

const item = (label: string, children: ReactNode) => ({ key: label, label, children });
const hash = (text: string) => <code style={{ overflowWrap: "anywhere" }}>{text}</code>;
const sha256Of = ({ files }: Public["draw"], file: string) =>
  files.find(({ name }) => name === file)?.sha256 ?? "";
