// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/alert_store.hpp"

#include "store/alert_look.hpp"
#include "store/alert_rows.hpp"
#include "store/database.hpp"
#include "store/public_read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace moisson::store {
namespace {

constexpr int rows_max = 200;

constexpr std::string_view row_tables = R"sql(
from alert a
left join portal p on p.key = a.portal
left join dataset d on d.id = a.dataset
    and not exists (select from takedown x where x.lifted_at is null and x.kind <> 'distribution'
                    and x.scope in (d.id, d.publisher))
left join agent g on g.id = a.organization)sql";
constexpr std::string_view row_columns =
    "coalesce(p.title, ''), coalesce(d.title, ''), coalesce(d.slug, ''), "
    "coalesce(g.name -> 0 ->> 1, g.name ->> 0, '')";

// $1 states, $2 kind, $3 severity, $4 portal, $5 country, $6 ids lower than, $7 how many,
// $8 theme, $9 organization, $10 dataset, $11 none that is quiet: what a storm held and what ended
// before anybody was told has no mute any more, and is still nothing to be told of.
const std::string& list_alerts_sql() {
    static const std::string sql = fmt::format(
        "select {}, {}{} where (a.state = any($1) or ($1 = '{{}}' and a.closed_at is null)) "
        "and ($2 = '' or a.kind = $2) and ($3 = '' or a.severity = $3) "
        "and ($4 = '' or a.portal = $4) and ($5 = '' or $5 = any(a.countries)) "
        "and ($8 = '' or $8 = any(d.themes)) "
        "and ($9::uuid is null or a.organization = $9) "
        "and ($10::uuid is null or a.dataset = $10) "
        "and (not $11 or a.firing_since is not null and a.muted not in ('held', 'inhibited') "
        "and exists (select from alert_event e where e.alert = a.id and e.deliver)) "
        "and ($6 = 0 or a.id < $6) order by a.id desc limit $7",
        alert_columns,
        row_columns,
        row_tables
    );
    return sql;
}
const std::string& find_sql() {
    static const std::string sql =
        fmt::format("select {}, {}{} where a.id = $1", alert_columns, row_columns, row_tables);
    return sql;
}

constexpr const char* events_sql = R"sql(
select id, at, event, reason, deliver from alert_event where alert = $1 order by id limit $2)sql";
constexpr const char* counts_sql = R"sql(
select kind, state, count(*) from alert where closed_at is null group by kind, state
order by kind, state)sql";

constexpr const char* portal_counts_sql = R"sql(
select p.key, p.title, count(*) from alert a join portal p on p.key = a.portal
where a.closed_at is null and a.state in ('firing', 'resolving')
group by p.key, p.title order by count(*) desc, p.key limit 1000)sql";

constexpr const char* put_ack = R"sql(
update alert set acked_by = $2, acked_at = case when $2 is not null then moisson.now() end
where id = $1)sql";
constexpr const char* put_snooze = R"sql(
update alert set snoozed_until = moisson.now() + $2 * interval '1 second' where id = $1)sql";
constexpr const char* put_deed = R"sql(
insert into alert_event (alert, at, event, reason, deliver)
values ($1, moisson.now(), $2, $3, false))sql";

// What the audit log is made of.
constexpr const char* put_alert_event = R"sql(
insert into event (kind, subject, at, payload)
values ($1, $2, moisson.now(), jsonb_build_object('by', $3::text)))sql";

// $1 portal. What is kept quiet for another reason is told when that ends.
constexpr const char* let_go = R"sql(
with freed as (
    update alert a set held = false, muted = case when a.muted = 'held' then '' else a.muted end,
        reason = case when a.muted = 'held' then 'approved' else a.reason end
    where a.portal = $1 and a.held and a.closed_at is null
    returning a.id, a.state = 'firing' and a.muted = '' and a.acked_by is null
        and (a.snoozed_until is null or a.snoozed_until <= moisson.now()) as told)
insert into alert_event (alert, at, event, reason, deliver)
select f.id, moisson.now(), 'approved', $2, f.told from freed f order by f.id)sql";
constexpr const char* approve_portal = R"sql(
update alert_portal set approved_at = moisson.now()
where portal = (select id from portal where key = $1))sql";

AlertRow read_alert_row(const Rows& rows, int row) {
    AlertRow out;
    out.episode = read_episode(rows, row);
    out.portal_title = rows.str(row, alert_column_count);
    out.dataset_title = rows.str(row, alert_column_count + 1);
    out.dataset_slug = rows.str(row, alert_column_count + 2);
    out.organization_title = rows.str(row, alert_column_count + 3);
    return out;
}

Result<AlertRow> read_one_alert(Connection& connection, std::int64_t id) {
    const Rows rows = connection.exec_prepared(find_sql().c_str(), Params(id));
    if (rows.size() == 0)
        return Error(Code::not_found, fmt::format("no alert {}", id));
    return read_alert_row(rows, 0);
}

// An alert that something may be done about.
std::optional<Error> refusal(const Result<AlertRow>& row, std::int64_t id) {
    if (row.has_error())
        return row.error();
    const AlertState state = row->episode.state;
    if (state == AlertState::resolved || state == AlertState::closed)
        return Error(Code::invalid_argument, fmt::format("alert {} is over", id));
    return std::nullopt;
}

void note_deed(
    Connection& connection,
    std::string_view word,
    std::int64_t id,
    const std::string& author
) {
    connection.exec_prepared(
        put_alert_event,
        Params(fmt::format("alert.{}", word), fmt::format("alert:{}", id), author)
    );
}

Result<AlertRow> deed(Connection& connection, std::int64_t id, const std::function<void()>& body) {
    Transaction transaction(connection);
    lock_alerts(connection);
    if (const auto refused = refusal(read_one_alert(connection, id), id))
        return *refused;
    body();
    Result<AlertRow> after = read_one_alert(connection, id);
    transaction.commit();
    return after;
}

class PgAlertStore final : public AlertStore {
public:
    explicit PgAlertStore(Database& database) : database_(database) {}

    asio::awaitable<Result<AlertOverview>>
    look(AlertTimes times, AlertOverviewJudge judge) override {
        return database_.run<AlertOverview>(
            "alerts_look",
            [times, judge = std::move(judge)](Connection& c) -> Result<AlertOverview> {
                return look_at_alerts(c, times, judge);
            }
        );
    }

    asio::awaitable<Result<AlertScanReport>>
    scan(AlertScanRequest request, AlertSightsJudge open, AlertSightsJudge go_on) override {
        return database_.run<AlertScanReport>(
            "alerts_scan",
            [request = std::move(request), open = std::move(open), go_on = std::move(go_on)](
                Connection& c
            ) -> Result<AlertScanReport> { return scan_alerts(c, request, open, go_on); }
        );
    }

    asio::awaitable<Result<std::vector<AlertRow>>> list(AlertFilter filter) override {
        using List = std::vector<AlertRow>;
        return public_read<List>(database_, "alerts_list", [filter](Connection& c) -> Result<List> {
            const Rows rows = c.exec_prepared(
                list_alerts_sql().c_str(),
                Params(
                    filter.states,
                    filter.kind,
                    filter.severity,
                    filter.portal,
                    filter.country,
                    filter.before.value_or(0),
                    std::clamp(filter.limit, 1, 1'000),
                    filter.theme,
                    filter.organization,
                    filter.dataset,
                    filter.told_only
                )
            );
            List out;
            for (int i = 0; i < rows.size(); ++i)
                out.push_back(read_alert_row(rows, i));
            return out;
        });
    }

    asio::awaitable<Result<AlertRow>> find(std::int64_t id) override {
        return database_.run<AlertRow>("alert_find", [id](Connection& c) -> Result<AlertRow> {
            return read_one_alert(c, id);
        });
    }

    asio::awaitable<Result<std::vector<AlertEventRow>>> events(std::int64_t id) override {
        using List = std::vector<AlertEventRow>;
        return database_.run<List>("alert_events", [id](Connection& c) -> Result<List> {
            const Rows rows = c.exec_prepared(events_sql, Params(id, rows_max));
            List out;
            for (int i = 0; i < rows.size(); ++i) {
                AlertEventRow& event = out.emplace_back();
                event.id = rows.int64(i, 0);
                event.at = rows.instant(i, 1);
                event.event = rows.str(i, 2);
                event.reason = rows.str(i, 3);
                event.deliver = rows.boolean(i, 4);
            }
            return out;
        });
    }

    asio::awaitable<Result<std::vector<AlertCount>>> counts() override {
        using List = std::vector<AlertCount>;
        return public_read<List>(database_, "alert_counts", [](Connection& c) -> Result<List> {
            const Rows rows = c.exec_prepared(counts_sql);
            List out;
            for (int i = 0; i < rows.size(); ++i)
                out.push_back({rows.str(i, 0), rows.str(i, 1), rows.int64(i, 2)});
            return out;
        });
    }

    asio::awaitable<Result<std::vector<AlertPortalCount>>> portal_counts() override {
        using List = std::vector<AlertPortalCount>;
        return public_read<List>(
            database_,
            "alert_portal_counts",
            [](Connection& c) -> Result<List> {
                const Rows rows = c.exec_prepared(portal_counts_sql);
                List out;
                for (int i = 0; i < rows.size(); ++i)
                    out.push_back({rows.str(i, 0), rows.str(i, 1), rows.int64(i, 2)});
                return out;
            }
        );
    }

    asio::awaitable<Result<AlertRow>>
    acknowledge(std::int64_t id, std::string author, bool undo) override {
        return database_.run<AlertRow>(
            "alert_acknowledge",
            [id, author = std::move(author), undo](Connection& c) -> Result<AlertRow> {
                return deed(c, id, [&] {
                    const auto by = undo ? std::nullopt : std::optional(author);
                    c.exec_prepared(put_ack, Params(id, by));
                    const std::string_view word = undo ? "unacked" : "acked";
                    c.exec_prepared(put_deed, Params(id, word, author));
                    note_deed(c, word, id, author);
                });
            }
        );
    }

    asio::awaitable<Result<AlertRow>>
    snooze(std::int64_t id, std::string author, std::chrono::hours time) override {
        return database_.run<AlertRow>(
            "alert_snooze",
            [id, author = std::move(author), time](Connection& c) -> Result<AlertRow> {
                if (time.count() < 1 || time.count() > 90 * 24)
                    return Error(Code::invalid_argument, "at least an hour, at most 90 days");
                const std::int64_t seconds = std::chrono::seconds(time).count();
                return deed(c, id, [&] {
                    c.exec_prepared(put_snooze, Params(id, seconds));
                    c.exec_prepared(put_deed, Params(id, "snoozed", author));
                    note_deed(c, "snoozed", id, author);
                });
            }
        );
    }

    asio::awaitable<Result<std::int64_t>> approve(std::string portal, std::string author) override {
        return database_.run<std::int64_t>(
            "alerts_approve",
            [portal = std::move(portal),
             author = std::move(author)](Connection& c) -> Result<std::int64_t> {
                Transaction transaction(c);
                lock_alerts(c);
                const std::int64_t freed =
                    c.exec_prepared(let_go, Params(portal, author)).affected();
                if (freed == 0)
                    return Error(Code::not_found, fmt::format("nothing is held of {}", portal));
                c.exec_prepared(approve_portal, Params(portal));
                c.exec_prepared(
                    put_alert_event,
                    Params("alerts.approved", "portal:" + portal, author)
                );
                transaction.commit();
                return freed;
            }
        );
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<AlertStore> make_alert_store(Database& database) {
    return std::make_unique<PgAlertStore>(database);
}

} // namespace moisson::store
