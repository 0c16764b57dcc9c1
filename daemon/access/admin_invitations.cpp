// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Invitations in the admin API: whom metadata name as a contact, and the one message that somebody
// lets go (decision 25).
#include "access/admin_desk.hpp"
#include "access/admin_json.hpp"
#include "api/operators_json.hpp"
#include "api/problem.hpp"
#include "notify/desk.hpp"

namespace moisson::access {
namespace {

net::ServerResponse without_mail(const net::ServerRequest& request) {
    return api::problem(
        503,
        "unavailable",
        "Indisponible",
        "Ce service n’écrit pas de messages.",
        request
    );
}

} // namespace

asio::awaitable<net::ServerResponse> list_invitations(const Desk& desk, Demand demand) {
    std::string portal(routes::first(demand.query, "portal"));
    if (portal.empty())
        co_return invalid(demand.request, "« portal » est attendu : la clé d’un portail.");
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::portal, portal);
    if (refused)
        co_return std::move(*refused);
    const auto rows = co_await store::invitation_candidates(desk.parts.database, std::move(portal));
    if (rows.has_error())
        co_return refusal(rows.error(), demand.request);
    Json list = Json::array();
    for (const store::InvitationCandidate& one : *rows)
        list.push_back(api::candidate_json(one));
    co_return shown(list);
}

asio::awaitable<net::ServerResponse> release_invitation(const Desk& desk, Demand demand) {
    if (desk.parts.desk == nullptr)
        co_return without_mail(demand.request);
    const std::optional<Uuid> organization =
        uuid_from_string(json::text(demand.body, "organization"));
    std::optional<std::string> motive = motive_of(demand);
    store::InvitationWish wish;
    wish.address = std::string(json::text(demand.body, "address"));
    if (!organization || wish.address.empty())
        co_return invalid(demand.request, "« address » et « organization » sont attendus.");
    if (!motive)
        co_return without_motive(demand.request);
    std::string name = to_string(*organization);
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::organization, std::move(name));
    if (refused)
        co_return std::move(*refused);
    wish.organization = *organization;
    wish.by = demand.who.signature();
    wish.reason = std::move(*motive);
    const auto released = co_await desk.parts.desk->invite(std::move(wish));
    if (released.has_error())
        co_return refusal(released.error(), demand.request);
    Json data = api::candidate_json(released->to);
    data["id"] = released->id;
    data["released_at"] = to_iso8601(released->released_at);
    co_return shown(data, 201);
}

} // namespace moisson::access
