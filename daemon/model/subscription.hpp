// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Who wants to be told what, how often. Words are those of the tables and of forms.
#pragma once

#include "core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson {

// A coordinator answers for portals and is named by the operator; a producer looks after datasets;
// a subscriber wants to know.
enum class Audience { coordinator, producer, subscriber };
// search: what is new and changed in it; the others: alerts.
enum class SubscriptionScope { all, country, portal, organization, dataset, search };
// immediate: what is critical at once, the rest once a week.
enum class MailFrequency { immediate, daily, weekly };
enum class SubscriptionState { pending, active, left };

namespace detail {
template <class E, std::size_t N>
std::optional<E> word_to(std::string_view word, const std::array<std::string_view, N>& words) {
    for (std::size_t i = 0; i < N; ++i)
        if (words[i] == word)
            return static_cast<E>(i);
    return std::nullopt;
}
inline constexpr std::array<std::string_view, 3> audiences = {
    "coordinator",
    "producer",
    "subscriber"};
inline constexpr std::array<std::string_view, 6> scopes =
    {"all", "country", "portal", "organization", "dataset", "search"};
inline constexpr std::array<std::string_view, 3> frequencies = {"immediate", "daily", "weekly"};
inline constexpr std::array<std::string_view, 3> subscription_states = {
    "pending",
    "active",
    "left"};
} // namespace detail

inline std::string_view to_string(Audience value) {
    return detail::audiences.at(static_cast<std::size_t>(value));
}
inline std::string_view to_string(SubscriptionScope value) {
    return detail::scopes.at(static_cast<std::size_t>(value));
}
inline std::string_view to_string(MailFrequency value) {
    return detail::frequencies.at(static_cast<std::size_t>(value));
}
inline std::string_view to_string(SubscriptionState value) {
    return detail::subscription_states.at(static_cast<std::size_t>(value));
}
inline std::optional<Audience> audience_from_string(std::string_view word) {
    return detail::word_to<Audience>(word, detail::audiences);
}
inline std::optional<SubscriptionScope> scope_from_string(std::string_view word) {
    return detail::word_to<SubscriptionScope>(word, detail::scopes);
}
inline std::optional<MailFrequency> frequency_from_string(std::string_view word) {
    return detail::word_to<MailFrequency>(word, detail::frequencies);
}
inline std::optional<SubscriptionState> subscription_state_from_string(std::string_view word) {
    return detail::word_to<SubscriptionState>(word, detail::subscription_states);
}

struct Subscription {
    std::int64_t id = 0;
    std::int64_t subscriber = 0;
    Audience audience = Audience::subscriber;
    SubscriptionScope scope = SubscriptionScope::all;
    // ISO 3166 code, portal key, uuid or query string of the search page.
    std::string value;
    // Title of what it is about.
    std::string label;
    MailFrequency frequency = MailFrequency::weekly;
    SubscriptionState state = SubscriptionState::pending;
    Instant requested_at{};
    std::optional<Instant> confirmed_at;
    std::optional<Instant> left_at;
    std::string left_because;
    // Operator; empty: asked for by the person.
    std::string granted_by;
    // Of the subscriber.
    std::string address;
};

struct Subscriber {
    std::int64_t id = 0;
    std::string address;
    std::string language = "fr";
    // IANA name.
    std::string time_zone = "UTC";
    std::optional<Instant> paused_until;
    // "bounce": nothing is sent.
    std::string disabled;
    std::vector<Subscription> subscriptions;
};

} // namespace moisson
