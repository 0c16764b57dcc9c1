// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "access/admin.hpp"

#include "access/admin_json.hpp"
#include "api/problem.hpp"
#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "i18n/details.hpp"
#include "routes/paths.hpp"
#include "routes/router.hpp"
#include "routes/url.hpp"
#include "store/place.hpp"
#include "store/run_decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <exception>
#include <memory>

namespace moisson::access {
namespace {

constexpr std::size_t id_digits = 18;
constexpr int audit_page = 50;
constexpr int audit_page_max = 1'000;

enum Endpoint : std::size_t {
    me,
    own_tokens,
    revoke_token,
    approve,
    refuse,
    harvest,
    takedowns,
    take_down,
    lift,
    audit
};

// The scope that an endpoint asks for; empty: a token is enough.
std::string_view scope_of(std::size_t endpoint) {
    switch (endpoint) {
    case approve:
    case refuse:
        return token_scope::decide_runs;
    case harvest:
        return token_scope::request_runs;
    case takedowns:
    case take_down:
    case lift:
        return token_scope::takedowns;
    case audit:
        return token_scope::audit;
    default:
        return {};
    }
}

// Alerts and silences go here, with token_scope::alerts and token_scope::silences.
routes::RouteTable make_table() {
    routes::RouteTable table;
    table.add("GET", routes::admin_me, me);
    table.add("GET", routes::admin_tokens, own_tokens);
    table.add("DELETE", routes::admin_token, revoke_token);
    table.add("POST", routes::admin_approve, approve);
    table.add("POST", routes::admin_refuse, refuse);
    table.add("POST", routes::admin_harvest, harvest);
    table.add("GET", routes::admin_takedowns, takedowns);
    table.add("POST", routes::admin_takedowns, take_down);
    table.add("DELETE", routes::admin_takedown, lift);
    table.add("GET", routes::admin_audit, audit);
    return table;
}

struct Desk {
    AdminParts parts;
    routes::RouteTable table;
};

struct Demand {
    Demand() = default;
    Demand(net::ServerRequest message, Principal principal, std::string value)
        : request(std::move(message)), who(std::move(principal)), id(std::move(value)) {}

    net::ServerRequest request;
    Principal who;
    // Value of {id}.
    std::string id;
    // The body, an object.
    json::Value body;
    routes::Query query;
};

net::ServerResponse shown(const Json& data, int status = 200) {
    net::ServerResponse response;
    response.status = status;
    response.content_type = "application/json";
    response.headers.emplace_back("Cache-Control", "no-store");
    Json body;
    body["data"] = data;
    response.body = api::dump(body);
    response.etag = false;
    return response;
}

net::ServerResponse forbidden(const net::ServerRequest& request, std::string_view detail) {
    return api::problem(403, "forbidden", "Accès refusé", detail, request);
}

net::ServerResponse invalid(const net::ServerRequest& request, std::string_view detail) {
    return api::problem(400, "invalid-request", "Requête incorrecte", detail, request);
}

// What a store says about a demand: who asks is known, and may read why.
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

// Why something is done: published or kept, and always asked for.
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

// Nothing when the author may act there, else the answer.
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
    const auto run = number_of(demand.id);
    const std::optional<std::string> motive = motive_of(demand);
    if (!run)
        co_return invalid(demand.request, "Un numéro de passage est attendu.");
    if (!motive)
        co_return without_motive(demand.request);
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::run, demand.id);
    if (refused)
        co_return std::move(*refused);
    store::DecisionRequest asked;
    asked.run = RunId(*run);
    asked.verdict = verdict;
    asked.by = demand.who.signature();
    asked.reason = *motive;
    asked.policy = desk.parts.archive;
    const Result<HarvestRun> decided =
        co_await store::decide_run(desk.parts.database, std::move(asked));
    if (decided.has_value())
        co_return shown(run_json(*decided));
    const Error error = decided.error();
    if (error.code == Code::invalid_argument) {
        // The same decision again, after an answer that was lost.
        const auto known = co_await desk.parts.catalog.run(RunId(*run));
        if (known.has_value() && known->run.decision && known->run.decision->verdict == verdict)
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
    const Result<RunId> run =
        co_await store::request_run(desk.parts.database, std::move(source), mode, std::move(by));
    if (run.has_error())
        co_return refusal(run.error(), demand.request);
    Json data;
    data["run"] = run->value;
    data["source"] = demand.id;
    net::ServerResponse response = shown(data, 202);
    response.headers.emplace_back("Location", routes::api_run_of(run->value));
    co_return response;
}

asio::awaitable<net::ServerResponse> list_takedowns(const Desk& desk, Demand demand) {
    const bool all = std::any_of(demand.query.begin(), demand.query.end(), [](const auto& one) {
        return one.first == "all" && one.second == "1";
    });
    const auto which = all ? store::TakedownList::all : store::TakedownList::in_force;
    const auto rows = co_await store::list_takedowns(desk.parts.database, which);
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
    if (row.has_value()) {
        Json data = takedown_json(*row);
        data["datasets"] = row->datasets;
        co_return shown(data, 201);
    }
    const Error error = row.error();
    if (error.code == Code::invalid_argument) {
        // Taken down already: what was asked for is so.
        const auto place =
            co_await store::find_place(desk.parts.database, store::PlaceOf::target, target);
        const auto known =
            co_await store::list_takedowns(desk.parts.database, store::TakedownList::in_force);
        if (place.has_value() && known.has_value())
            for (const store::TakedownRow& one : *known)
                if (one.label == place->label)
                    co_return shown(takedown_json(one));
    }
    co_return refusal(error, demand.request);
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
    const auto known =
        co_await store::list_takedowns(desk.parts.database, store::TakedownList::all);
    if (known.has_error())
        co_return refusal(known.error(), demand.request);
    const auto found =
        std::find_if(known->begin(), known->end(), [&](const auto& one) { return one.id == *id; });
    if (found == known->end())
        co_return api::problem(
            404,
            "not-found",
            "Introuvable",
            "Retrait trop ancien.",
            demand.request
        );
    // Lifted before: what was asked for is so.
    if (found->lifted_at)
        co_return shown(takedown_json(*found));
    store::TakedownRequest asked;
    asked.name = found->label;
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

asio::awaitable<net::ServerResponse> answer(const Desk& desk, std::size_t endpoint, Demand demand) {
    switch (endpoint) {
    case own_tokens:
        co_return co_await list_own_tokens(desk, std::move(demand));
    case revoke_token:
        co_return co_await revoke_own_token(desk, std::move(demand));
    case approve:
        co_return co_await decide(desk, std::move(demand), HeldVerdict::approved);
    case refuse:
        co_return co_await decide(desk, std::move(demand), HeldVerdict::refused);
    case harvest:
        co_return co_await harvest_now(desk, std::move(demand));
    case takedowns:
        co_return co_await list_takedowns(desk, std::move(demand));
    case take_down:
        co_return co_await add_takedown(desk, std::move(demand));
    case lift:
        co_return co_await lift_takedown(desk, std::move(demand));
    case audit:
        co_return co_await show_audit(desk, std::move(demand));
    default:
        co_return shown(principal_json(demand.who));
    }
}

net::ServerResponse without_token(const net::ServerRequest& request) {
    auto response = api::problem(
        401,
        "token-expected",
        "Jeton attendu",
        "Cette adresse demande un jeton : « Authorization: Bearer … ».",
        request
    );
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"moisson\"");
    return response;
}

net::ServerResponse
without_route(const routes::RouteMatch& match, const net::ServerRequest& request) {
    if (match.outcome == routes::RouteMatch::Outcome::not_found)
        return api::problem(
            404,
            "not-found",
            "Introuvable",
            "Cette adresse ne fait pas partie de l’API.",
            request
        );
    auto response = api::problem(
        405,
        "method-not-allowed",
        "Méthode non permise",
        fmt::format("Cette adresse n’accepte que : {}.", match.allow),
        request
    );
    response.headers.emplace_back("Allow", match.allow);
    return response;
}

// The body as an object; nothing when it is something else.
std::optional<json::Value> body_of(const net::ServerRequest& request) {
    if (request.body.empty())
        return json::Value::object();
    if (repair_utf8(request.body).text != request.body)
        return std::nullopt;
    const Result<json::Value> body = json::parse(request.body);
    if (body.has_error() || !body->is_object())
        return std::nullopt;
    return *body;
}

asio::awaitable<net::ServerResponse>
handle(std::shared_ptr<const Desk> desk, net::ServerRequest request, std::optional<Principal> who) {
    const routes::RouteMatch match = desk->table.match(request.method, request.path);
    // Whoever has no token learns nothing of what there is.
    if (!who)
        co_return without_token(request);
    if (match.outcome != routes::RouteMatch::Outcome::found)
        co_return without_route(match, request);
    const std::string_view scope = scope_of(match.handler);
    if (!scope.empty() && !who->may(scope))
        co_return forbidden(request, fmt::format("Ce jeton n’a pas le droit « {} ».", scope));
    std::optional<json::Value> body = body_of(request);
    if (!body)
        co_return invalid(request, "Un objet JSON est attendu.");
    const auto id = match.parameters.find("id");
    std::string value = id == match.parameters.end() ? std::string() : id->second;
    Demand demand(request, std::move(*who), std::move(value));
    demand.body = std::move(*body);
    demand.query = routes::parse_query(request.query);
    net::ServerResponse response;
    try {
        response = co_await answer(*desk, match.handler, std::move(demand));
    } catch (const std::exception& failure) {
        desk->parts.log.error(
            "admin request failed",
            {{"route", match.pattern}, {"request_id", request.request_id}, {"why", failure.what()}}
        );
        response = api::problem_of(Error(Code::internal_error), request);
    }
    response.route = std::string(match.pattern);
    co_return response;
}

} // namespace

AdminHandler make_admin_handler(AdminParts parts) {
    const auto desk = std::make_shared<const Desk>(Desk{std::move(parts), make_table()});
    return [desk](net::ServerRequest request, std::optional<Principal> who) {
        return handle(desk, std::move(request), std::move(who));
    };
}

} // namespace moisson::access
