import { api, type SupervisionCommandType } from "@shuangsui/contracts";
import { keyOf, type Person } from "./people.ts";

/**
 * What the sample's prefecture asks of a county, once however often it is asked: an order on a campaign that is answered and
 * waits to be looked at, and one on all of its work that nobody answers in time (article 4).
 */
export async function orderSupervision(
  prefecture: Person,
  county: Person,
  about: { campaignId: string; authority: string },
): Promise<void> {
  const { campaignId, authority } = about;
  const superior = prefecture.at(api.inspection);
  const { id } = await superior.postSupervisionOrders({
    body: {
      subject: { kind: "campaign", id: campaignId },
      text: "请说明本次任务检查通知书的送达进度。",
      workdays: 5,
    },
    idempotencyKey: keyOf("supervision", campaignId),
  });
  const act = (type: SupervisionCommandType, body: object) =>
    county.command(
      `/api/v1/supervision-orders/${id}/commands/${type}`,
      body,
      keyOf("supervision", campaignId, type),
    );
  await act("receive", {});
  await act("answer", { statement: "检查通知书正按检查方案分批送达，预计在实施期限内全部完成。" });
  await superior.postSupervisionOrders({
    body: {
      subject: { kind: "authority", code: authority },
      text: "请报送本年度逾期事项的整改情况。",
      workdays: 1,
    },
    idempotencyKey: keyOf("supervision", authority),
  });
}
