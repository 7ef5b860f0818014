import { filledIn } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Space } from "antd";
import { useDeed } from "../calls/deed.ts";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { FailedDeed } from "../parts/failed-deed.tsx";
import { Failed } from "../parts/failed.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";

/** How the lists of what may be inspected at random stand with the public, and what of them an official may publish before its day (articles 6, 8). */
export function ItemLists() {
  const { console } = useTexts();
  const { portalUrl } = useSession();
  const may = useMay();
  const nameOf = useAuthorityName();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(asked("disclosure", "getItemLists", {}));
  const publish = useDeed({
    send: (id: string, idempotencyKey) =>
      call.disclosure.postPublicationsByIdCommandsPublish({ params: { id }, body: {}, idempotencyKey }),
    onSuccess: () => changed(queries, "disclosure"),
  });
  if (data === undefined)
    return error === null ? null : (
      <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />
    );
  return (
    <Space orientation="vertical" style={{ width: "100%", marginBlockEnd: 12 }}>
      {data.items.map(({ authority, publicationId, version, ready }) => (
        <Alert
          key={authority}
          type={ready === null ? "success" : "info"}
          showIcon
          title={filledIn(ready === null ? console.registry.listPublic : console.registry.listReady, {
            authority: nameOf(authority),
            due: ready === null ? "" : timeText(ready.dueAt),
          })}
          description={ready?.reason}
          action={
            <Space>
              {version === 0 ? null : (
                <Button href={`${portalUrl}/publications/${publicationId}`} target="_blank" size="small">
                  {console.registry.listSee}
                </Button>
              )}
              {ready !== null && may("publication.publish", authority) ? (
                <Button
                  size="small"
                  type="primary"
                  loading={publish.isPending}
                  onClick={() => publish.run(publicationId)}
                >
                  {console.registry.listPublish}
                </Button>
              ) : null}
            </Space>
          }
        />
      ))}
      <FailedDeed deed={publish} />
    </Space>
  );
}
