// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/desk.hpp"

#include "core/digest.hpp"
#include "notify/smtp.hpp"
#include "store/message_store.hpp"

#include <boost/asio/ip/address.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace moisson::notify {
namespace {

constexpr std::size_t token_bytes_max = 100;

constexpr std::array<std::string_view, 15> frequencies = {
    "UPDATE_CONT",
    "DAILY",
    "WEEKLY",
    "BIWEEKLY",
    "MONTHLY",
    "BIMONTHLY",
    "QUARTERLY",
    "ANNUAL_2",
    "ANNUAL",
    "BIENNIAL",
    "TRIENNIAL",
    "QUINQUENNIAL",
    "DECENNIAL",
    "AS_NEEDED",
    "NEVER"};

constexpr std::array<TimeZone, 12> zones = {{
    {"UTC", "UTC (Abidjan, Bamako, Dakar, Lomé, Ouagadougou)"},
    {"Africa/Lagos", "Cotonou, Niamey, Douala, Libreville, Brazzaville, Kinshasa"},
    {"Africa/Casablanca", "Casablanca, Rabat"},
    {"Africa/Tunis", "Alger, Tunis"},
    {"Africa/Lubumbashi", "Bujumbura, Kigali, Lubumbashi"},
    {"Africa/Djibouti", "Antananarivo, Djibouti, Moroni"},
    {"Indian/Mauritius", "Port-Louis, La Réunion, Victoria"},
    {"Europe/Paris", "Paris, Bruxelles, Genève, Luxembourg"},
    {"Asia/Beirut", "Beyrouth"},
    {"America/Port-au-Prince", "Port-au-Prince"},
    {"America/Toronto", "Montréal, Ottawa"},
    {"Pacific/Noumea", "Nouméa, Port-Vila"},
}};

// A search is called as whoever asked wrote it: a stranger's text goes to no address that has not
// confirmed.
std::string unconfirmed_scope(SubscriptionScope scope, const std::string& label) {
    if (scope == SubscriptionScope::search)
        return "une recherche dans le catalogue";
    return scope_text(scope, label);
}

} // namespace

std::span<const std::string_view> declarable_frequencies() {
    return frequencies;
}

std::span<const TimeZone> time_zones() {
    return zones;
}

bool is_time_zone(std::string_view name) {
    return std::any_of(zones.begin(), zones.end(), [&](const TimeZone& zone) {
        return zone.name == name;
    });
}

std::string truncated_address(std::string_view address) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(std::string(address), error);
    if (error)
        return {};
    if (parsed.is_v4()) {
        const auto bytes = parsed.to_v4().to_bytes();
        return fmt::format("{}.{}.{}.0/24", bytes[0], bytes[1], bytes[2]);
    }
    auto bytes = parsed.to_v6().to_bytes();
    if (parsed.to_v6().is_v4_mapped())
        return fmt::format("{}.{}.{}.0/24", bytes[12], bytes[13], bytes[14]);
    for (std::size_t i = 6; i < bytes.size(); ++i)
        bytes[i] = 0;
    return boost::asio::ip::address_v6(bytes).to_string() + "/48";
}

asio::awaitable<Result<const Links*>> Desk::links() {
    if (!links_) {
        std::string candidate = random_bytes(32);
        const Result<std::string> key =
            co_await store::signing_key(database_, std::move(candidate));
        if (!key)
            co_return key.error();
        if (!links_)
            links_.emplace(options_.public_url, *key);
    }
    co_return &*links_;
}

asio::awaitable<Result<store::OptInOutcome>> Desk::request(DeskRequest asked) {
    const auto address = normal_address(asked.address);
    if (!address)
        co_return Error(Code::invalid_argument, "not an e-mail address");
    if (asked.audience == Audience::coordinator)
        co_return Error(Code::invalid_argument, "coordinators are named by the operator");
    if (!is_time_zone(asked.time_zone))
        co_return Error(Code::invalid_argument, "not one of our time zones");
    if (asked.scope == SubscriptionScope::search &&
        saved_search(routes::parse_query(asked.value)) != asked.value)
        co_return Error(Code::invalid_argument, "not a search");
    const Result<const Links*> links = co_await this->links();
    if (!links)
        co_return links.error();
    const std::string token = random_token();
    store::OptInRequest out;
    out.address = *address;
    out.audience = asked.audience;
    out.scope = asked.scope;
    out.value = asked.value;
    out.label = asked.label;
    out.frequency = asked.frequency;
    out.time_zone = asked.time_zone;
    out.wording = opt_in_wording;
    out.origin = truncated_address(asked.client_address);
    out.token_hash = sha256(token);
    out.confirmation = [recipient = *address,
                        scope = asked.scope,
                        token,
                        signer = **links,
                        site_name = options_.site_name](const std::string& label) {
        return compose_confirmation(
            recipient,
            unconfirmed_scope(scope, label),
            token,
            signer,
            site_name
        );
    };
    Result<store::OptInOutcome> outcome =
        co_await store::request_subscription(database_, std::move(out));
    co_return outcome;
}

asio::awaitable<Result<Subscription>> Desk::pending(std::string token) {
    if (token.empty() || token.size() > token_bytes_max)
        co_return Error(Code::not_found, "no such token");
    Result<Subscription> found = co_await store::pending_subscription(database_, sha256(token));
    co_return found;
}

asio::awaitable<Result<Subscription>> Desk::confirm(std::string token, std::string client_address) {
    if (token.empty() || token.size() > token_bytes_max)
        co_return Error(Code::not_found, "no such token");
    std::string origin = truncated_address(client_address);
    Result<Subscription> done =
        co_await store::confirm_subscription(database_, sha256(token), std::move(origin));
    co_return done;
}

asio::awaitable<Result<store::Invitation>> Desk::invite(store::InvitationWish wish) {
    const auto address = normal_address(wish.address);
    if (!address)
        co_return Error(Code::invalid_argument, "not an e-mail address");
    wish.address = *address;
    const Result<const Links*> links = co_await this->links();
    if (!links)
        co_return links.error();
    const Links* const signer = *links;
    const Instant now = clock_.now();
    const std::string site_name = options_.site_name;
    store::InvitationWriter write = [signer, now, site_name](const store::Invitation& invitation) {
        return compose_invitation(invitation, *signer, now, site_name);
    };
    Result<store::Invitation> released =
        co_await store::release_invitation(database_, std::move(wish), std::move(write));
    co_return released;
}

asio::awaitable<Result<LinkTarget>> Desk::open(std::string sealed) {
    const Result<const Links*> links = co_await this->links();
    if (!links)
        co_return links.error();
    const auto target = (*links)->open(sealed, clock_.now());
    if (!target)
        co_return Error(Code::not_found, "this link does not hold");
    co_return *target;
}

asio::awaitable<Result<bool>> Desk::act(LinkTarget target, std::string said) {
    Result<void> done;
    switch (target.action) {
    case LinkAction::manage:
        break;
    case LinkAction::leave: {
        std::string because = "one_click";
        const Result<std::int64_t> left = co_await store::leave_subscription(
            database_,
            target.subscriber,
            std::nullopt,
            std::move(because)
        );
        if (!left)
            done = left.error();
        break;
    }
    case LinkAction::pause:
        done = co_await store::pause_subscriber(database_, target.subscriber, limits::pause_length);
        break;
    case LinkAction::up_to_date: {
        if (!target.dataset)
            co_return false;
        const Uuid dataset = *target.dataset;
        // Not const: a Result<bool> would be made of whether this one has a value.
        Result<bool> noted = co_await store::confirm_dataset(
            database_,
            target.subscriber,
            dataset,
            target.sealed_at
        );
        co_return noted;
    }
    case LinkAction::frequency: {
        if (!target.dataset)
            co_return false;
        if (std::find(frequencies.begin(), frequencies.end(), said) == frequencies.end())
            co_return Error(Code::invalid_argument, "no such frequency");
        const Uuid dataset = *target.dataset;
        Result<bool> noted = co_await store::propose_frequency(
            database_,
            target.subscriber,
            dataset,
            std::move(said),
            target.sealed_at
        );
        co_return noted;
    }
    case LinkAction::not_me:
        done = co_await store::refuse_address(database_, target.subscriber);
        break;
    case LinkAction::decline:
        done = co_await store::decline_invitation(database_, target.subscriber);
        break;
    }
    if (!done)
        co_return done.error();
    co_return true;
}

} // namespace moisson::notify
