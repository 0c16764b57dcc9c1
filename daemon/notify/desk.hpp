// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Desk: what people do with their subscriptions, for the pages and for the command line. It draws
// tokens, checks addresses, and answers the same whatever the address is (research S8.1).
#pragma once

#include "core/clock.hpp"
#include "notify/compose.hpp"
#include "store/database.hpp"
#include "store/invitation_store.hpp"
#include "store/subscription_store.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moisson::notify {

// The wording that people agree to; it changes with the text of the form.
inline constexpr std::string_view opt_in_wording = "2026-11-27";

struct DeskOptions {
    routes::PublicUrl public_url;
    std::string site_name = "Moisson";
};

struct DeskRequest {
    std::string address;
    // producer or subscriber; coordinators are named by the operator.
    Audience audience = Audience::subscriber;
    SubscriptionScope scope = SubscriptionScope::all;
    std::string value;
    // Of a search, in words.
    std::string label;
    MailFrequency frequency = MailFrequency::weekly;
    std::string time_zone = "UTC";
    // As the server saw it.
    std::string client_address;
};

class Desk {
public:
    Desk(store::Database& database, const Clock& clock, DeskOptions options)
        : database_(database), clock_(clock), options_(std::move(options)) {}

    // INVALID_ARGUMENT: not an address, a country that is none, an audience that is granted, a
    // search that saved_search() did not write.
    asio::awaitable<Result<store::OptInOutcome>> request(DeskRequest asked);
    asio::awaitable<Result<Subscription>> pending(std::string token);
    asio::awaitable<Result<Subscription>> confirm(std::string token, std::string client_address);

    // Writes to an address found in metadata, once a year. As release_invitation.
    asio::awaitable<Result<store::Invitation>> invite(store::InvitationWish wish);

    // Links of this site; the key is read once.
    asio::awaitable<Result<const Links*>> links();
    // What a signed link allows; NOT_FOUND when it does not hold.
    asio::awaitable<Result<LinkTarget>> open(std::string sealed);
    // Does it; false: up_to_date or frequency by somebody who said it by this link already, or who
    // is no producer of that dataset any more. manage does nothing. `said`: the code of a
    // frequency, INVALID_ARGUMENT when it is not one of declarable_frequencies().
    asio::awaitable<Result<bool>> act(LinkTarget target, std::string said = {});

    store::Database& database() { return database_; }
    Instant now() const { return clock_.now(); }

private:
    store::Database& database_;
    const Clock& clock_;
    DeskOptions options_;
    std::optional<Links> links_;
};

// Codes that a producer may choose from, the most frequent first.
std::span<const std::string_view> declarable_frequencies();

struct TimeZone {
    std::string_view name;
    std::string_view label;
};
// Those that forms offer; nothing else is stored.
std::span<const TimeZone> time_zones();
bool is_time_zone(std::string_view name);

// "192.0.2.0/24", "2001:db8:1::/48"; empty for what is no address.
std::string truncated_address(std::string_view address);

} // namespace moisson::notify
