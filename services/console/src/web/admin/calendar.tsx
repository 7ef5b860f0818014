import { calendarNotice, type CalendarNoticeView } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { asked, call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import { useAuthorityName, useVisibleAuthorities } from "../parts/authority.tsx";
import { Filters } from "../parts/filters.tsx";
import { ListTable } from "../parts/list-table.tsx";
import { Span } from "../parts/span.tsx";
import { Steps } from "../parts/steps.tsx";
import { timeText } from "../parts/time.ts";
import { useTexts } from "../words/words.tsx";
import { useAdminWords } from "./admin-words.ts";

const nation = "000000";

/** Notices of days off by which deadlines are counted (article 35): the nation's, and each authority's own. */
export function Calendar() {
  const { words, console } = useTexts();
  const { calendar: says } = useAdminWords();
  const may = useMay();
  const { authority } = useSession();
  const nameOf = useAuthorityName();
  const publisher = (code: string) => (code === nation ? words.label.nation : nameOf(code));
  const publishers = useVisibleAuthorities();
  const queries = useQueryClient();
  const { authority: ofAuthority, after } = useSearch({ from: "/admin" });
  const navigate = useNavigate({ from: "/admin" });
  const found = useQuery(
    asked("inspection", "getCalendarNotices", { query: { authority: ofAuthority, after } }),
  );
  return (
    <>
      <Filters
        filters={[
          {
            name: "authority",
            label: words.label.publisher,
            options: [{ value: nation, label: words.label.nation }, ...publishers],
          },
        ]}
        chosen={{ authority: ofAuthority }}
        choose={(chosen) => void navigate({ search: { ...chosen, tab: "calendar" } })}
      >
        <Steps
          steps={
            may("calendar.write")
              ? [
                  {
                    key: "enter",
                    title: console.admin.enterNotice,
                    form: (done) => (
                      <BodyForm
                        schema={calendarNotice}
                        first={{ authority }}
                        draft="calendar/notice"
                        send={(body, idempotencyKey) =>
                          call.inspection.postCalendarNotices({
                            body: calendarNotice.parse(body),
                            idempotencyKey,
                          })
                        }
                        done={() => {
                          done();
                          void changed(queries, "inspection");
                        }}
                      />
                    ),
                  },
                ]
              : []
          }
        />
      </Filters>
      <ListTable<CalendarNoticeView>
        found={found}
        rowKey="id"
        width={1000}
        label={console.admin.calendar}
        columns={[
          { title: words.label.publisher, dataIndex: "authority", render: publisher },
          { title: console.admin.documentNumber, dataIndex: "number" },
          { title: words.label.name, dataIndex: "name" },
          { title: console.admin.issuedOn, dataIndex: "issuedOn", className: "day" },
          {
            title: console.admin.daysOff,
            className: "day",
            render: (_: unknown, { daysOff }) =>
              daysOff.map(({ from, to }) => (
                <div key={from}>{from === to ? <Day day={from} /> : <Span from={from} to={to} />}</div>
              )),
          },
          {
            title: console.admin.worked,
            render: (_: unknown, { worked }) =>
              worked.map((day) => (
                <div key={day}>
                  <Day day={day} />
                </div>
              )),
          },
          { title: console.admin.supersededBy, dataIndex: "supersededBy" },
          { title: says.enteredAt, dataIndex: "enteredAt", className: "day", render: timeText },
        ]}
      />
    </>
  );
}

const Day = ({ day }: { day: string }) => <span className="day">{day}</span>;
