// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/alert_rows.hpp"

#include "core/json_access.hpp"

#include <fmt/format.h>

namespace moisson::store {

const char* const alert_columns =
    "a.id, a.kind, a.severity, a.audience, a.subject, a.portal, a.organization, a.dataset, a.host, "
    "a.countries, a.state, a.reason, a.muted, a.level, a.evidence::text, a.pending_since, "
    "a.firing_since, a.resolving_since, a.resolved_at, a.closed_at, a.acked_by, a.snoozed_until, "
    "a.inhibited_by, a.silenced_by, a.held, a.repeats, a.next_repeat_at, a.reopened, "
    "coalesce((select e.event <> 'resolved' from alert_event e where e.alert = a.id and e.deliver "
    "order by e.id desc limit 1), false)";

const char* const silence_columns =
    "s.id, s.matchers::text, s.starts_at, s.ends_at, s.author, s.reason, s.ended_at";

namespace {

constexpr const char* take_lock = "select pg_advisory_xact_lock(7113980654202910442)";

constexpr const char* insert_alert = R"sql(
insert into alert (fingerprint, kind, severity, audience, subject, portal, organization, dataset,
    host, countries, state, reason, muted, level, evidence, pending_since, firing_since,
    resolving_since, resolved_at, closed_at, inhibited_by, silenced_by, held, repeats,
    next_repeat_at, reopened)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::jsonb, $16, $17, $18, $19,
    $20, $21, $22, $23, $24, $25, $26)
on conflict (fingerprint) where closed_at is null do nothing
returning id)sql";

constexpr const char* update_alert = R"sql(
update alert set severity = $2, state = $3, reason = $4, muted = $5, level = $6,
    evidence = $7::jsonb, pending_since = $8, firing_since = $9, resolving_since = $10,
    resolved_at = $11, closed_at = $12, inhibited_by = $13, silenced_by = $14, held = $15,
    repeats = $16, next_repeat_at = $17, reopened = $18
where id = $1)sql";

constexpr const char* insert_event = R"sql(
insert into alert_event (alert, at, event, reason, deliver)
values ($1, moisson.now(), $2, $3, $4))sql";

std::optional<std::string> optional_text(const Rows& rows, int row, int column) {
    if (rows.is_null(row, column))
        return std::nullopt;
    return rows.str(row, column);
}

template <class E>
E known(const std::optional<E>& value, std::string_view what) {
    if (!value)
        throw ErrorException(Error(Code::table_damaged, fmt::format("alert: unknown {}", what)));
    return *value;
}

// As the engine writes it: jsonb has its own order of keys.
std::string canonical(std::string_view text) {
    const Result<json::Value> value = json::parse(text);
    return value.has_value() ? json::dump(*value) : std::string("{}");
}

// 0: somebody else opened it meanwhile.
std::int64_t insert(Connection& connection, const AlertEpisode& episode) {
    const AlertCondition& of = episode.condition;
    const Digest digest = alert_fingerprint(of.kind, of.subject);
    const Bytes fingerprint{
        std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size())};
    const Rows rows = connection.exec_prepared(
        insert_alert,
        Params(
            fingerprint,
            to_string(of.kind),
            to_string(of.severity),
            to_string(of.audience),
            of.subject,
            of.labels.portal,
            of.labels.organization,
            of.labels.dataset,
            of.labels.host,
            of.labels.countries,
            to_string(episode.state),
            episode.reason,
            to_string(episode.muted),
            of.level,
            of.evidence,
            episode.pending_since,
            episode.firing_since,
            episode.resolving_since,
            episode.resolved_at,
            episode.closed_at,
            episode.inhibited_by,
            episode.silenced_by,
            episode.held,
            episode.repeats,
            episode.next_repeat_at,
            episode.reopened
        )
    );
    return rows.size() == 0 ? 0 : rows.int64(0, 0);
}

void update(Connection& connection, const AlertEpisode& episode) {
    const AlertCondition& of = episode.condition;
    connection.exec_prepared(
        update_alert,
        Params(
            episode.id,
            to_string(of.severity),
            to_string(episode.state),
            episode.reason,
            to_string(episode.muted),
            of.level,
            of.evidence,
            episode.pending_since,
            episode.firing_since,
            episode.resolving_since,
            episode.resolved_at,
            episode.closed_at,
            episode.inhibited_by,
            episode.silenced_by,
            episode.held,
            episode.repeats,
            episode.next_repeat_at,
            episode.reopened
        )
    );
}

} // namespace

void lock_alerts(Connection& connection) {
    connection.exec(take_lock);
}

AlertEpisode read_episode(const Rows& rows, int row) {
    AlertEpisode out;
    AlertCondition& of = out.condition;
    out.id = rows.int64(row, 0);
    of.kind = known(alert_kind_from_string(rows.text(row, 1)), "kind");
    of.severity = known(alert_severity_from_string(rows.text(row, 2)), "severity");
    of.audience = rows.text(row, 3) == to_string(AlertAudience::producer)
                      ? AlertAudience::producer
                      : AlertAudience::coordinator;
    of.subject = rows.str(row, 4);
    of.labels.portal = optional_text(rows, row, 5);
    of.labels.organization = rows.optional_uuid(row, 6);
    of.labels.dataset = rows.optional_uuid(row, 7);
    of.labels.host = optional_text(rows, row, 8);
    of.labels.countries = rows.texts(row, 9);
    out.state = known(alert_state_from_string(rows.text(row, 10)), "state");
    out.reason = rows.str(row, 11);
    out.muted = known(alert_mute_from_string(rows.text(row, 12)), "mute");
    of.level = static_cast<int>(rows.int64(row, 13));
    of.evidence = canonical(rows.text(row, 14));
    out.pending_since = rows.instant(row, 15);
    out.firing_since = rows.optional_instant(row, 16);
    out.resolving_since = rows.optional_instant(row, 17);
    out.resolved_at = rows.optional_instant(row, 18);
    out.closed_at = rows.optional_instant(row, 19);
    out.acked_by = optional_text(rows, row, 20);
    out.snoozed_until = rows.optional_instant(row, 21);
    out.inhibited_by = rows.optional_int64(row, 22);
    out.silenced_by = rows.optional_int64(row, 23);
    out.held = rows.boolean(row, 24);
    out.repeats = static_cast<int>(rows.int64(row, 25));
    out.next_repeat_at = rows.optional_instant(row, 26);
    out.reopened = static_cast<int>(rows.int64(row, 27));
    out.told = rows.boolean(row, 28);
    return out;
}

std::vector<AlertEpisode> read_episodes(const Rows& rows) {
    std::vector<AlertEpisode> out;
    out.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i)
        out.push_back(read_episode(rows, i));
    return out;
}

std::int64_t write_alerts(Connection& connection, std::vector<AlertWrite>& writes) {
    std::int64_t delivered = 0;
    for (AlertWrite& write : writes) {
        if (write.episode.id == 0)
            write.episode.id = insert(connection, write.episode);
        else
            update(connection, write.episode);
        if (write.episode.id == 0)
            continue;
        for (const AlertEvent& event : write.events) {
            delivered += event.deliver ? 1 : 0;
            connection.exec_prepared(
                insert_event,
                Params(write.episode.id, to_string(event.kind), event.reason, event.deliver)
            );
        }
    }
    return delivered;
}

AlertSilence read_silence(const Rows& rows, int row) {
    AlertSilence out;
    out.id = rows.int64(row, 0);
    const Result<json::Value> matchers = json::parse(rows.text(row, 1));
    if (matchers.has_value() && matchers->is_array())
        for (const json::Value& one : *matchers)
            out.matchers.push_back(
                {std::string(json::text(one, "label")), std::string(json::text(one, "equals"))}
            );
    out.starts_at = rows.instant(row, 2);
    out.ends_at = rows.instant(row, 3);
    out.author = rows.str(row, 4);
    out.reason = rows.str(row, 5);
    out.ended_at = rows.optional_instant(row, 6);
    return out;
}

std::vector<AlertSilence> silences_in_force(Connection& connection) {
    static const std::string sql = fmt::format(
        "select {} from silence s where s.ended_at is null and s.starts_at <= moisson.now() "
        "and s.ends_at > moisson.now() order by s.id limit 1000",
        silence_columns
    );
    const Rows rows = connection.exec_prepared(sql.c_str());
    std::vector<AlertSilence> out;
    for (int i = 0; i < rows.size(); ++i)
        out.push_back(read_silence(rows, i));
    return out;
}

std::string matchers_json(const std::vector<AlertMatcher>& matchers) {
    json::Value out = json::Value::array();
    for (const AlertMatcher& one : matchers) {
        json::Value item = json::Value::object();
        item["label"] = one.label;
        item["equals"] = one.equals;
        out.push_back(std::move(item));
    }
    return json::dump(out);
}

} // namespace moisson::store
