// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Routing of the admin API, its scopes, and what every answer shares.
#include "access/admin.hpp"

#include "access/admin_desk.hpp"
#include "access/admin_json.hpp"
#include "access/body_keys.hpp"
#include "access/openapi.hpp"
#include "api/problem.hpp"
#include "core/utf8.hpp"
#include "routes/endpoints.hpp"
#include "routes/paths.hpp"

#include <fmt/format.h>

#include <array>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace moisson::access {
namespace {

using Answer = asio::awaitable<net::ServerResponse> (*)(const Desk&, Demand);

struct Endpoint {
    std::string_view method;
    std::string_view path;
    // What the token must allow.
    std::string_view scope;
    Answer answer;
    // Of the body.
    std::span<const BodyKey> keys = {};
};

constexpr auto reason_key = std::to_array<BodyKey>({{"reason"}});
constexpr auto mode_key = std::to_array<BodyKey>({{"mode"}});
constexpr auto hours_key = std::to_array<BodyKey>({{"hours", BodyKind::whole_number}});
constexpr auto takedown_keys = std::to_array<BodyKey>({{"target"}, {"ground"}, {"reason"}});
constexpr auto when_keys = std::to_array<std::string_view>({"field", "value"});
constexpr auto correction_keys = std::to_array<BodyKey>({
    {"dataset"},
    {"source"},
    {"field"},
    {"action"},
    {"value"},
    {"when", BodyKind::object, true, when_keys},
    {"expires_at", BodyKind::text, true},
    {"reason"},
});
constexpr auto silence_keys = std::to_array<BodyKey>(
    {{"matchers", BodyKind::object}, {"hours", BodyKind::whole_number}, {"reason"}}
);
constexpr auto invitation_keys =
    std::to_array<BodyKey>({{"address"}, {"organization"}, {"reason"}});

// A token is enough.
constexpr std::string_view any_scope;

asio::awaitable<net::ServerResponse> show_me(const Desk&, Demand demand) {
    co_return shown(principal_json(demand.who));
}

// Who may read it may change from one minute to the next: nobody keeps it.
asio::awaitable<net::ServerResponse> describe(const Desk&, Demand) {
    net::ServerResponse response;
    response.content_type = "application/json";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = std::string(openapi_parts().front());
    response.etag = false;
    co_return response;
}

asio::awaitable<net::ServerResponse> approve_run(const Desk& desk, Demand demand) {
    return decide(desk, std::move(demand), HeldVerdict::approved);
}

asio::awaitable<net::ServerResponse> refuse_run(const Desk& desk, Demand demand) {
    return decide(desk, std::move(demand), HeldVerdict::refused);
}

asio::awaitable<net::ServerResponse> acknowledge_alert(const Desk& desk, Demand demand) {
    return acknowledge(desk, std::move(demand), false);
}

asio::awaitable<net::ServerResponse> take_back_acknowledgement(const Desk& desk, Demand demand) {
    return acknowledge(desk, std::move(demand), true);
}

constexpr auto endpoints = std::to_array<Endpoint>({
    {"GET", routes::admin_me, any_scope, show_me},
    {"GET", routes::admin_openapi, any_scope, describe},
    {"GET", routes::admin_tokens, any_scope, list_own_tokens},
    {"DELETE", routes::admin_token, any_scope, revoke_own_token},
    {"POST", routes::admin_approve, token_scope::decide_runs, approve_run, reason_key},
    {"POST", routes::admin_refuse, token_scope::decide_runs, refuse_run, reason_key},
    {"POST", routes::admin_cancel, token_scope::decide_runs, end_run, reason_key},
    {"POST", routes::admin_harvest, token_scope::request_runs, harvest_now, mode_key},
    {"GET", routes::admin_takedowns, token_scope::takedowns, list_takedowns},
    {"POST", routes::admin_takedowns, token_scope::takedowns, add_takedown, takedown_keys},
    {"DELETE", routes::admin_takedown, token_scope::takedowns, lift_takedown, reason_key},
    {"GET", routes::admin_corrections, token_scope::corrections, list_corrections},
    {"POST", routes::admin_corrections, token_scope::corrections, add_correction, correction_keys},
    {"DELETE", routes::admin_correction, token_scope::corrections, end_correction, reason_key},
    {"GET", routes::admin_raw_record, token_scope::records, show_raw_record},
    {"POST", routes::admin_ack, token_scope::alerts, acknowledge_alert},
    {"DELETE", routes::admin_ack, token_scope::alerts, take_back_acknowledgement},
    {"POST", routes::admin_snooze, token_scope::alerts, snooze_alert, hours_key},
    {"POST", routes::admin_storm, token_scope::alerts, approve_storm},
    {"GET", routes::admin_silences, token_scope::silences, list_silences},
    {"POST", routes::admin_silences, token_scope::silences, create_silence, silence_keys},
    {"DELETE", routes::admin_silence, token_scope::silences, end_silence},
    {"GET", routes::admin_invitations, token_scope::invitations, list_invitations},
    {"POST",
     routes::admin_invitations,
     token_scope::invitations,
     release_invitation,
     invitation_keys},
    {"GET", routes::admin_audit, token_scope::audit, show_audit},
});

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
    const Endpoint& endpoint = endpoints[match.handler];
    const std::string_view scope = endpoint.scope;
    if (!scope.empty() && !who->may(scope))
        co_return forbidden(request, fmt::format("Ce jeton n’a pas le droit « {} ».", scope));
    std::optional<json::Value> body = body_of(request);
    if (!body)
        co_return invalid(request, "Un objet JSON est attendu.");
    if (endpoint.method != "GET") {
        const std::string fault = body_fault(*body, endpoint.keys);
        if (!fault.empty())
            co_return invalid(request, fault);
    }
    const auto id = match.parameters.find("id");
    std::string value = id == match.parameters.end() ? std::string() : id->second;
    Demand demand(request, std::move(*who), std::move(value));
    demand.body = std::move(*body);
    demand.query = routes::parse_query(request.query);
    net::ServerResponse response;
    try {
        auto answer = endpoint.answer(*desk, std::move(demand));
        response = co_await std::move(answer);
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
    return routes::table_of(endpoints).routes();
}

AdminHandler make_admin_handler(AdminParts parts) {
    const auto desk =
        std::make_shared<const Desk>(Desk{std::move(parts), routes::table_of(endpoints)});
    return [desk](net::ServerRequest request, std::optional<Principal> who) {
        return handle(desk, std::move(request), std::move(who));
    };
}

} // namespace moisson::access
