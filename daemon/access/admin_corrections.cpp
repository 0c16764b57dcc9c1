// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Corrections in the admin API, as on the command line, but that whoever harvests maps the stored
// records again, and not this process.
#include "access/admin_desk.hpp"
#include "access/admin_json.hpp"
#include "api/operators_json.hpp"
#include "api/problem.hpp"
#include "core/clock.hpp"
#include "core/limits.hpp"
#include "model/correction.hpp"
#include "store/overlay.hpp"

#include <algorithm>

namespace moisson::access {
namespace {

// "2027-06-30" (its start in UTC) or an instant.
std::optional<Instant> moment_of(const json::Value& value) {
    if (!value.is_string())
        return std::nullopt;
    const auto text = value.get<std::string>();
    const std::optional<Instant> instant = from_iso8601(text);
    return instant ? instant : from_iso8601(text + "T00:00:00Z");
}

// What the body asks for, but for author and reason; returns what is wrong with it, or nothing.
std::string read_wish(const json::Value& body, store::OverlayRequest& out) {
    out.dataset = std::string(json::text(body, "dataset"));
    out.source_key = std::string(json::text(body, "source"));
    if (out.dataset.empty() == out.source_key.empty() ||
        std::max(out.dataset.size(), out.source_key.size()) > limits::identifier_bytes)
        return "« dataset » ou « source » est attendu.";
    Correction& correction = out.correction;
    correction.field = std::string(json::text(body, "field"));
    correction.value = std::string(json::text(body, "value"));
    const std::string_view word = json::text(body, "action");
    const auto action = correction_action_from_string(word.empty() ? "replace" : word);
    if (!action)
        return "« action » : replace, fill ou add est attendu.";
    correction.action = *action;
    if (const auto when = body.find("when"); when != body.end() && !when->is_null()) {
        correction.when.field = std::string(json::text(*when, "field"));
        correction.when.value = std::string(json::text(*when, "value"));
        if (correction.when.field.empty() || correction.when.value.empty())
            return "« when » : {\"field\": \"…\", \"value\": \"…\"} est attendu.";
    }
    if (const auto expires = body.find("expires_at");
        expires != body.end() && !expires->is_null()) {
        correction.expires_at = moment_of(*expires);
        if (!correction.expires_at || *correction.expires_at <= SystemClock().now())
            return "« expires_at » : une date à venir est attendue (AAAA-MM-JJ).";
    }
    return {};
}

// The one of that number, when it ended.
asio::awaitable<std::optional<store::Overlay>> find_ended(const Desk& desk, std::int64_t id) {
    store::OverlayQuery query;
    query.with_ended = true;
    query.id = id;
    const auto rows = co_await store::list_overlays(desk.parts.database, std::move(query));
    if (rows.has_value())
        for (const store::Overlay& one : *rows)
            if (one.ended_at)
                co_return std::optional<store::Overlay>(one);
    co_return std::nullopt;
}

// Whoever asks for what is elsewhere is told so, and not that there is nothing. A dataset that was
// purged is nowhere, and has its corrections still.
asio::awaitable<std::optional<net::ServerResponse>>
check_named(const Desk& desk, const Demand& demand, store::PlaceOf kind, std::string name) {
    std::optional<net::ServerResponse> refused;
    if (name.empty() || demand.who.everywhere())
        co_return refused;
    refused = co_await check_place(desk, demand, kind, std::move(name));
    if (refused && refused->status != 403)
        refused.reset();
    co_return refused;
}

} // namespace

asio::awaitable<net::ServerResponse> list_corrections(const Desk& desk, Demand demand) {
    store::OverlayQuery query;
    query.dataset = std::string(routes::first(demand.query, "dataset"));
    query.source_key = std::string(routes::first(demand.query, "source"));
    query.with_ended = routes::first(demand.query, "all") == "1";
    query.remit = demand.who.remit();
    std::optional<net::ServerResponse> refused =
        co_await check_named(desk, demand, store::PlaceOf::dataset, query.dataset);
    if (!refused)
        refused = co_await check_named(desk, demand, store::PlaceOf::source, query.source_key);
    if (refused)
        co_return std::move(*refused);
    const auto rows = co_await store::list_overlays(desk.parts.database, std::move(query));
    if (rows.has_error())
        co_return refusal(rows.error(), demand.request);
    Json list = Json::array();
    for (const store::Overlay& one : *rows)
        list.push_back(api::correction_json(one));
    co_return shown(list);
}

asio::awaitable<net::ServerResponse> add_correction(const Desk& desk, Demand demand) {
    std::optional<std::string> motive = motive_of(demand);
    if (!motive)
        co_return without_motive(demand.request);
    store::OverlayRequest asked;
    asked.correction.author = demand.who.signature();
    asked.correction.reason = std::move(*motive);
    std::string fault = read_wish(demand.body, asked);
    if (fault.empty())
        fault = desk.parts.correction_fault(asked.correction);
    if (!fault.empty())
        co_return invalid(demand.request, fault);
    const bool of_one = !asked.dataset.empty();
    const store::PlaceOf kind = of_one ? store::PlaceOf::dataset : store::PlaceOf::source;
    std::string name = of_one ? asked.dataset : asked.source_key;
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, kind, std::move(name));
    if (refused)
        co_return std::move(*refused);
    store::OverlayRequest wanted = asked;
    const Result<store::Overlay> made =
        co_await store::add_overlay(desk.parts.database, std::move(asked));
    if (made.has_value())
        co_return shown(api::correction_json(*made), 201);
    const Error error = made.error();
    if (error.code == Code::invalid_argument) {
        // It is said already: what was asked for is so.
        const auto known = co_await store::find_overlay(desk.parts.database, std::move(wanted));
        if (known.has_value() && known->has_value())
            co_return shown(api::correction_json(**known));
    }
    co_return refusal(error, demand.request);
}

asio::awaitable<net::ServerResponse> end_correction(const Desk& desk, Demand demand) {
    const auto id = number_of(demand.id);
    std::optional<std::string> motive = motive_of(demand);
    if (!id)
        co_return invalid(demand.request, "Un numéro de correction est attendu.");
    if (!motive)
        co_return without_motive(demand.request);
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::correction, demand.id);
    if (refused)
        co_return std::move(*refused);
    store::OverlayEnd end;
    end.id = *id;
    end.by = demand.who.signature();
    end.reason = std::move(*motive);
    const Result<store::Overlay> ended =
        co_await store::end_overlay(desk.parts.database, std::move(end));
    if (ended.has_value())
        co_return shown(api::correction_json(*ended));
    const Error error = ended.error();
    if (error.code == Code::invalid_argument) {
        // Ended before: what was asked for is so.
        const auto known = co_await find_ended(desk, *id);
        if (known)
            co_return shown(api::correction_json(*known));
    }
    co_return refusal(error, demand.request);
}

} // namespace moisson::access
