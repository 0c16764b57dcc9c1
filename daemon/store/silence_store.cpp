// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/alert_rows.hpp"
#include "store/alert_store.hpp"
#include "store/database.hpp"
#include "store/place.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace moisson::store {
namespace {

constexpr std::size_t matchers_max = 10;
constexpr std::size_t text_max = 500;
constexpr std::chrono::hours time_max{90 * 24};

const std::string& create_sql() {
    static const std::string sql = fmt::format(
        "insert into silence as s (matchers, starts_at, ends_at, author, reason) values "
        "($1::jsonb, moisson.now(), moisson.now() + $2 * interval '1 second', $3, $4) returning {}",
        silence_columns
    );
    return sql;
}
// The same asked again, after an answer that was lost: as `create_sql`, but for the reason. Ends
// are counted from the demand, so they differ by the time between the two.
const std::string& find_same_sql() {
    static const std::string sql = fmt::format(
        "select {} from silence s where s.ended_at is null and s.ends_at > moisson.now() "
        "and s.author = $3 and s.matchers @> $1::jsonb and s.matchers <@ $1::jsonb "
        "and s.ends_at > moisson.now() + $2 * interval '1 second' - interval '10 minutes' "
        "and s.ends_at < moisson.now() + $2 * interval '1 second' + interval '10 minutes' "
        "order by s.id limit 1",
        silence_columns
    );
    return sql;
}
const std::string& end_sql() {
    static const std::string sql = fmt::format(
        "update silence s set ended_at = moisson.now() where s.id = $1 and s.ended_at is null "
        "and s.ends_at > moisson.now() returning {}",
        silence_columns
    );
    return sql;
}
const std::string& find_silence_sql() {
    static const std::string sql =
        fmt::format("select {} from silence s where s.id = $1", silence_columns);
    return sql;
}
// $1 all of them, $2 keys of portals.
const std::string& list_silences_sql() {
    static const std::string sql = fmt::format(
        "select {} from silence s "
        "where ($1 or (s.ended_at is null and s.ends_at > moisson.now())) "
        "and ($2::text[] is null or exists (select from jsonb_array_elements(s.matchers) m "
        "where m ->> 'label' = 'portal' and m ->> 'equals' = any($2))) "
        "order by s.id desc limit 200",
        silence_columns
    );
    return sql;
}

// Two demands at once see one another.
constexpr const char* take_lock =
    "select pg_advisory_xact_lock(hashtextextended('moisson silence', 0))";

constexpr const char* find_portal = "select from portal where key = $1";

// What an audit reads; the alert room reads the row itself. $4 the reason, empty when none is
// given.
constexpr const char* put_silence_event = R"sql(
insert into event (kind, subject, at, payload)
select $1, 'silence:' || s.id, moisson.now(), jsonb_build_object('by', $3::text,
    'matchers', (select jsonb_object_agg(m ->> 'label', m ->> 'equals')
                 from jsonb_array_elements(s.matchers) m),
    'ends_at', to_char(s.ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    || case when $4::text = '' then '{}'::jsonb else jsonb_build_object('reason', $4::text) end
from silence s where s.id = $2)sql";

// A word that no alert has would silence nothing.
std::optional<Error> unknown_word(const AlertMatcher& one) {
    if (one.label == "kind" && !alert_kind_from_string(one.equals)) {
        std::vector<std::string_view> kinds;
        for (const AlertKind kind : all_alert_kinds())
            kinds.push_back(to_string(kind));
        const std::string all = fmt::format("{}", fmt::join(kinds, ", "));
        return Error(
            Code::invalid_argument,
            fmt::format("no kind of alert {}, but {}", one.equals, all)
        );
    }
    if (one.label == "severity" && !alert_severity_from_string(one.equals))
        return Error(
            Code::invalid_argument,
            fmt::format("no severity {}, but info, warning, critical", one.equals)
        );
    return std::nullopt;
}

std::optional<Error> refusal(
    const std::vector<AlertMatcher>& matchers,
    std::chrono::hours time,
    const std::string& author,
    const std::string& reason
) {
    const auto known = [](const AlertMatcher& one) {
        return is_alert_label(one.label) && !one.equals.empty() && one.equals.size() <= text_max;
    };
    if (matchers.empty() || matchers.size() > matchers_max ||
        !std::all_of(matchers.begin(), matchers.end(), known))
        return Error(Code::invalid_argument, "a silence needs labels and values");
    for (const AlertMatcher& one : matchers)
        if (const auto unknown = unknown_word(one))
            return unknown;
    if (time.count() < 1 || time > time_max)
        return Error(Code::invalid_argument, "at least an hour, at most 90 days");
    if (author.empty() || reason.empty() || author.size() > text_max || reason.size() > text_max)
        return Error(Code::invalid_argument, "a silence needs an author and a reason");
    return std::nullopt;
}

Result<AlertSilence> find_silence(Connection& c, std::int64_t id) {
    const Rows rows = c.exec_prepared(find_silence_sql().c_str(), Params(id));
    if (rows.size() == 0)
        return Error(Code::not_found, fmt::format("no silence {}", id));
    return read_silence(rows, 0);
}

class PgSilenceStore final : public SilenceStore {
public:
    explicit PgSilenceStore(Database& database) : database_(database) {}

    asio::awaitable<Result<AlertSilence>> create(
        std::vector<AlertMatcher> matchers,
        std::chrono::hours time,
        std::string author,
        std::string reason
    ) override {
        return database_.run<AlertSilence>(
            "silence_create",
            [matchers = std::move(matchers),
             time,
             author = std::move(author),
             reason = std::move(reason)](Connection& c) -> Result<AlertSilence> {
                if (const auto refused = refusal(matchers, time, author, reason))
                    return *refused;
                Transaction transaction(c);
                for (const AlertMatcher& one : matchers)
                    if (one.label == "portal" &&
                        c.exec(find_portal, Params(one.equals)).size() == 0)
                        return Error(Code::invalid_argument, "no portal " + one.equals);
                const std::string wanted = matchers_json(matchers);
                const auto seconds = static_cast<std::int64_t>(std::chrono::seconds(time).count());
                c.exec(take_lock);
                const Rows same =
                    c.exec_prepared(find_same_sql().c_str(), Params(wanted, seconds, author));
                if (same.size() != 0)
                    return read_silence(same, 0);
                const Rows rows =
                    c.exec_prepared(create_sql().c_str(), Params(wanted, seconds, author, reason));
                AlertSilence silence = read_silence(rows, 0);
                c.exec_prepared(
                    put_silence_event,
                    Params("silence.created", silence.id, author, reason)
                );
                transaction.commit();
                return silence;
            }
        );
    }

    asio::awaitable<Result<AlertSilence>> end(std::int64_t id, std::string author) override {
        return database_.run<AlertSilence>(
            "silence_end",
            [id, author = std::move(author)](Connection& c) -> Result<AlertSilence> {
                Transaction transaction(c);
                const Rows rows = c.exec_prepared(end_sql().c_str(), Params(id));
                if (rows.size() == 0)
                    return find_silence(c, id);
                AlertSilence silence = read_silence(rows, 0);
                c.exec_prepared(put_silence_event, Params("silence.ended", id, author, ""));
                transaction.commit();
                return silence;
            }
        );
    }

    asio::awaitable<Result<AlertSilence>> find(std::int64_t id) override {
        return database_.run<AlertSilence>(
            "silence_find",
            [id](Connection& c) -> Result<AlertSilence> { return find_silence(c, id); }
        );
    }

    asio::awaitable<Result<std::vector<AlertSilence>>> list(bool all, Remit remit) override {
        using List = std::vector<AlertSilence>;
        return database_.run<List>(
            "silence_list",
            [all, within = std::move(remit)](Connection& c) -> Result<List> {
                const auto portals = portals_within(c, within);
                const Rows rows =
                    c.exec_prepared(list_silences_sql().c_str(), Params(all, portals));
                List out;
                for (int i = 0; i < rows.size(); ++i)
                    out.push_back(read_silence(rows, i));
                return out;
            }
        );
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<SilenceStore> make_silence_store(Database& database) {
    return std::make_unique<PgSilenceStore>(database);
}

} // namespace moisson::store
