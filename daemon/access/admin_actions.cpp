// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The endpoints of the admin API.
#include "access/admin_desk.hpp"
#include "access/admin_json.hpp"
#include "api/problem.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "i18n/details.hpp"
#include "routes/paths.hpp"
#include "store/place.hpp"
#include "store/run_cancel.hpp"
#include "store/run_decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace moisson::access {
namespace {

constexpr std::size_t id_digits = 18;
constexpr int audit_page = 50;
constexpr int audit_page_max = 1'000;

} // namespace

net::ServerResponse refusal(const Error& error, const net::ServerRequest& request) {
    const std::string detail = i18n::detail_text(error.code, error.detail);
    if (error.code == Code::not_found)
        return api::problem(404, "not-found", "Introuvable", detail, request);
    if (error.code == Code::invalid_argument)
        return api::problem(409, "conflict", "Demande sans objet", detail, request);
    return api::problem_of(error, request);
}

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, value);
    if (text.empty() || text.size() > id_digits || code != std::errc{} || stop != end || value < 1)
        return std::nullopt;
    return value;
}

std::optional<std::string> motive_of(const Demand& demand) {
    std::string motive = repair_utf8(json::text(demand.body, "reason")).text;
    if (motive.find_first_not_of(" \t\r\n") == motive.npos ||
        motive.size() > limits::correction_reason_bytes)
        return std::nullopt;
    return motive;
}

net::ServerResponse without_motive(const net::ServerRequest& request) {
    return invalid(request, "« reason » est attendu : pourquoi, en 2 000 octets au plus.");
}

asio::awaitable<std::optional<net::ServerResponse>>
check_place(const Desk& desk, const Demand& demand, store::PlaceOf kind, std::string name) {
    const Result<store::Place> place =
        co_await store::find_place(desk.parts.database, kind, std::move(name));
    if (place.has_error())
        co_return refusal(place.error(), demand.request);
    if (!demand.who.covers(place->portal, place->countries))
        co_return forbidden(demand.request, "Ce portail n’est pas de ceux dont vous répondez.");
    co_return std::nullopt;
}

namespace {

// What whoever decides over a run or ends it has to say, and whether they may.
asio::awaitable<std::optional<net::ServerResponse>>
check_run(const Desk& desk, const Demand& demand) {
    if (!number_of(demand.id))
        co_return invalid(demand.request, "Un numéro de passage est attendu.");
    if (!motive_of(demand))
        co_return without_motive(demand.request);
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::run, demand.id);
    co_return refused;
}

} // namespace

asio::awaitable<net::ServerResponse> list_own_tokens(const Desk& desk, Demand demand) {
    const std::optional<std::int64_t> owner(demand.who.id);
    const auto rows =
        co_await store::list_tokens(desk.parts.database, store::TokenList::all, owner);
    if (rows.has_error())
        co_return refusal(rows.error(), demand.request);
    Json list = Json::array();
    for (const store::TokenRow& row : *rows)
        list.push_back(token_json(row));
    co_return shown(list);
}

asio::awaitable<net::ServerResponse> revoke_own_token(const Desk& desk, Demand demand) {
    const auto token = number_of(demand.id);
    if (!token)
        co_return invalid(demand.request, "Un numéro de jeton est attendu.");
    const std::optional<std::int64_t> owner(demand.who.id);
    std::string by = demand.who.signature();
    const auto row =
        co_await store::revoke_token(desk.parts.database, *token, owner, std::move(by));
    if (row.has_error())
        co_return refusal(row.error(), demand.request);
    co_return shown(token_json(*row));
}

asio::awaitable<net::ServerResponse> decide(const Desk& desk, Demand demand, HeldVerdict verdict) {
    std::optional<net::ServerResponse> refused = co_await check_run(desk, demand);
    if (refused)
        co_return std::move(*refused);
    const RunId run(*number_of(demand.id));
    store::DecisionRequest asked;
    asked.run = run;
    asked.verdict = verdict;
    asked.by = demand.who.signature();
    asked.reason = *motive_of(demand);
    asked.policy = desk.parts.archive;
    const Result<HarvestRun> decided =
        co_await store::decide_run(desk.parts.database, std::move(asked));
    if (decided.has_value())
        co_return shown(run_json(*decided));
    const Error error = decided.error();
    if (error.code == Code::invalid_argument) {
        // The same decision again, after an answer that was lost.
        const auto known = co_await desk.parts.catalog.run(run);
        if (known.has_value() && known->run.decision && known->run.decision->verdict == verdict)
            co_return shown(run_json(known->run));
    }
    co_return refusal(error, demand.request);
}

asio::awaitable<net::ServerResponse> end_run(const Desk& desk, Demand demand) {
    std::optional<net::ServerResponse> refused = co_await check_run(desk, demand);
    if (refused)
        co_return std::move(*refused);
    const RunId run(*number_of(demand.id));
    store::CancelRequest asked;
    asked.run = run;
    asked.by = demand.who.signature();
    asked.reason = *motive_of(demand);
    const Result<HarvestRun> ended =
        co_await store::cancel_run(desk.parts.database, std::move(asked));
    if (ended.has_value())
        co_return shown(run_json(*ended));
    const Error error = ended.error();
    if (error.code == Code::invalid_argument) {
        // Somebody did already: what was asked for is so.
        const auto known = co_await desk.parts.catalog.run(run);
        if (known.has_value() && known->run.reason == store::cancelled_by_hand)
            co_return shown(run_json(known->run));
    }
    co_return refusal(error, demand.request);
}

asio::awaitable<net::ServerResponse> harvest_now(const Desk& desk, Demand demand) {
    RunMode mode = RunMode::automatic;
    const std::string_view word = json::text(demand.body, "mode");
    if (!word.empty()) {
        const auto known = run_mode_from_string(word);
        if (!known)
            co_return invalid(
                demand.request,
                "« mode » : auto, full, inventory, delta ou probe est attendu."
            );
        mode = *known;
    }
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::source, demand.id);
    if (refused)
        co_return std::move(*refused);
    std::string by = demand.who.signature();
    std::string source = demand.id;
    std::string why = "asked for by the API";
    const Result<store::RequestedRun> run = co_await store::request_run(
        desk.parts.database,
        std::move(source),
        mode,
        std::move(why),
        std::move(by)
    );
    if (run.has_error())
        co_return refusal(run.error(), demand.request);
    net::ServerResponse response = shown(requested_json(*run, demand.id), 202);
    response.headers.emplace_back("Location", routes::api_run_of(run->id.value));
    co_return response;
}

asio::awaitable<net::ServerResponse> list_takedowns(const Desk& desk, Demand demand) {
    const bool all = std::any_of(demand.query.begin(), demand.query.end(), [](const auto& one) {
        return one.first == "all" && one.second == "1";
    });
    const auto which = all ? store::TakedownList::all : store::TakedownList::in_force;
    Remit remit = demand.who.remit();
    const auto rows = co_await store::list_takedowns(desk.parts.database, which, std::move(remit));
    if (rows.has_error())
        co_return refusal(rows.error(), demand.request);
    Json list = Json::array();
    for (const store::TakedownRow& row : *rows)
        list.push_back(takedown_json(row));
    co_return shown(list);
}

asio::awaitable<net::ServerResponse> add_takedown(const Desk& desk, Demand demand) {
    const std::optional<std::string> motive = motive_of(demand);
    if (!motive)
        co_return without_motive(demand.request);
    const std::string target(json::text(demand.body, "target"));
    const std::string_view ground = json::text(demand.body, "ground");
    if (target.empty() || target.size() > limits::identifier_bytes)
        co_return invalid(
            demand.request,
            "« target » est attendu : un jeu, portail/organisation ou jeu#ressource."
        );
    if (!ground.empty() && ground != "law" && ground != "request")
        co_return invalid(demand.request, "« ground » : request ou law est attendu.");
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::target, target);
    if (refused)
        co_return std::move(*refused);
    store::TakedownRequest asked;
    asked.name = target;
    asked.ground = ground == "law" ? TakedownGround::law : TakedownGround::request;
    asked.by = demand.who.signature();
    asked.reason = *motive;
    const auto row = co_await store::take_down(desk.parts.database, std::move(asked));
    if (row.has_error())
        co_return refusal(row.error(), demand.request);
    Json data = takedown_json(*row);
    data["datasets"] = row->datasets;
    // Taken down already: what was asked for is so.
    const int status = row->unchanged ? 200 : 201;
    co_return shown(data, status);
}

asio::awaitable<net::ServerResponse> lift_takedown(const Desk& desk, Demand demand) {
    const auto id = number_of(demand.id);
    if (!id)
        co_return invalid(demand.request, "Un numéro de retrait est attendu.");
    std::optional<std::string> motive = motive_of(demand);
    if (!motive)
        co_return without_motive(demand.request);
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::takedown, demand.id);
    if (refused)
        co_return std::move(*refused);
    // By its number: lifted before, or by another demand at the same time, it is what was asked
    // for.
    store::TakedownRequest asked;
    asked.id = *id;
    asked.by = demand.who.signature();
    asked.reason = std::move(*motive);
    const auto row = co_await store::lift_takedown(desk.parts.database, std::move(asked));
    if (row.has_error())
        co_return refusal(row.error(), demand.request);
    co_return shown(takedown_json(*row));
}

asio::awaitable<net::ServerResponse> show_audit(const Desk& desk, Demand demand) {
    // The log tells of every portal.
    if (!demand.who.everywhere())
        co_return forbidden(
            demand.request,
            "Le journal est à ceux qui répondent de tout le réseau."
        );
    store::AuditQuery query;
    query.limit = audit_page;
    for (const auto& [name, value] : demand.query) {
        const auto number = number_of(value);
        if (name == "actor")
            query.actor = value;
        else if (name == "before" && number)
            query.before = *number;
        else if (name == "page_size" && number && *number <= audit_page_max)
            query.limit = static_cast<int>(*number);
        else
            co_return invalid(demand.request, fmt::format("Paramètre incorrect : « {} ».", name));
    }
    const auto rows = co_await store::list_audit(desk.parts.database, std::move(query));
    if (rows.has_error())
        co_return refusal(rows.error(), demand.request);
    Json list = Json::array();
    for (const store::AuditRow& row : *rows)
        list.push_back(audit_json(row));
    co_return shown(list);
}

} // namespace moisson::access
