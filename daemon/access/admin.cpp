// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Routing of the admin API, its scopes, and what every answer shares.
#include "access/admin.hpp"

#include "access/admin_desk.hpp"
#include "access/admin_json.hpp"
#include "access/openapi.hpp"
#include "api/problem.hpp"
#include "core/utf8.hpp"
#include "routes/paths.hpp"

#include <fmt/format.h>

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moisson::access {
namespace {

enum Endpoint : std::size_t {
    me,
    description,
    own_tokens,
    revoke_token,
    approve,
    refuse,
    harvest,
    takedowns,
    take_down,
    lift,
    ack,
    unack,
    snooze,
    storm,
    silences,
    silence,
    end_of_silence,
    invitations,
    invitation,
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
    case ack:
    case unack:
    case snooze:
    case storm:
        return token_scope::alerts;
    case silences:
    case silence:
    case end_of_silence:
        return token_scope::silences;
    case invitations:
    case invitation:
        return token_scope::invitations;
    case audit:
        return token_scope::audit;
    default:
        return {};
    }
}

routes::RouteTable make_table() {
    routes::RouteTable table;
    table.add("GET", routes::admin_me, me);
    table.add("GET", routes::admin_openapi, description);
    table.add("GET", routes::admin_tokens, own_tokens);
    table.add("DELETE", routes::admin_token, revoke_token);
    table.add("POST", routes::admin_approve, approve);
    table.add("POST", routes::admin_refuse, refuse);
    table.add("POST", routes::admin_harvest, harvest);
    table.add("GET", routes::admin_takedowns, takedowns);
    table.add("POST", routes::admin_takedowns, take_down);
    table.add("DELETE", routes::admin_takedown, lift);
    table.add("POST", routes::admin_ack, ack);
    table.add("DELETE", routes::admin_ack, unack);
    table.add("POST", routes::admin_snooze, snooze);
    table.add("POST", routes::admin_storm, storm);
    table.add("GET", routes::admin_silences, silences);
    table.add("POST", routes::admin_silences, silence);
    table.add("DELETE", routes::admin_silence, end_of_silence);
    table.add("GET", routes::admin_invitations, invitations);
    table.add("POST", routes::admin_invitations, invitation);
    table.add("GET", routes::admin_audit, audit);
    return table;
}

// Who may read it may change from one minute to the next: nobody keeps it.
net::ServerResponse described() {
    net::ServerResponse response;
    response.content_type = "application/json";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = std::string(openapi_parts().front());
    response.etag = false;
    return response;
}

asio::awaitable<net::ServerResponse> answer(const Desk& desk, std::size_t endpoint, Demand demand) {
    switch (endpoint) {
    case description:
        co_return described();
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
    case ack:
        co_return co_await acknowledge(desk, std::move(demand), false);
    case unack:
        co_return co_await acknowledge(desk, std::move(demand), true);
    case snooze:
        co_return co_await snooze_alert(desk, std::move(demand));
    case storm:
        co_return co_await approve_storm(desk, std::move(demand));
    case silences:
        co_return co_await list_silences(desk, std::move(demand));
    case silence:
        co_return co_await create_silence(desk, std::move(demand));
    case end_of_silence:
        co_return co_await end_silence(desk, std::move(demand));
    case invitations:
        co_return co_await list_invitations(desk, std::move(demand));
    case invitation:
        co_return co_await release_invitation(desk, std::move(demand));
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

net::ServerResponse shown(const api::Json& data, int status) {
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

std::vector<std::pair<std::string, std::string>> admin_routes() {
    return make_table().routes();
}

AdminHandler make_admin_handler(AdminParts parts) {
    const auto desk = std::make_shared<const Desk>(Desk{std::move(parts), make_table()});
    return [desk](net::ServerRequest request, std::optional<Principal> who) {
        return handle(desk, std::move(request), std::move(who));
    };
}

} // namespace moisson::access
