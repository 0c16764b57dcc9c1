// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// People who run or follow the catalogue, and what a token of theirs may do.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson {

enum class PersonRole : std::uint8_t { coordinator, producer, subscriber, technician };

// "coordinator", "producer", "subscriber", "operator".
std::string_view to_string(PersonRole role);
std::optional<PersonRole> person_role_from_string(std::string_view text);

// Which rate limit a token gets (`api.rate.*`).
enum class RateClass : std::uint8_t { standard, high };
std::string_view to_string(RateClass rate);
std::optional<RateClass> rate_class_from_string(std::string_view text);

// The closed list of what a token may be allowed to do. Without any it only has its rate limit and
// can list and revoke its owner's tokens.
namespace token_scope {
inline constexpr std::string_view decide_runs = "runs:decide";
inline constexpr std::string_view request_runs = "runs:request";
inline constexpr std::string_view takedowns = "takedowns:write";
inline constexpr std::string_view corrections = "corrections:write";
inline constexpr std::string_view alerts = "alerts:write";
inline constexpr std::string_view silences = "silences:write";
inline constexpr std::string_view invitations = "invitations:write";
inline constexpr std::string_view records = "records:read";
inline constexpr std::string_view audit = "audit:read";
} // namespace token_scope

inline constexpr std::array<std::string_view, 9> token_scopes = {
    token_scope::decide_runs,
    token_scope::request_runs,
    token_scope::takedowns,
    token_scope::corrections,
    token_scope::alerts,
    token_scope::silences,
    token_scope::invitations,
    token_scope::records,
    token_scope::audit};

// Whether tokens of this role may be given scopes at all: those who answer for the catalogue.
bool may_hold_scopes(PersonRole role);

// What somebody answers for; both empty: everything.
struct Remit {
    std::vector<std::string> countries;
    // Keys.
    std::vector<std::string> portals;
};

// Whose token was shown.
struct Principal {
    // Of the person.
    std::int64_t id = 0;
    std::string name;
    PersonRole role = PersonRole::subscriber;
    std::vector<std::string> scopes;
    // Where the person may act; both empty = everywhere.
    std::vector<std::string> countries;
    std::vector<std::string> portals;
    RateClass rate = RateClass::standard;
    std::int64_t token = 0;
    // The part of the token that may be shown: "moisson_1f2e3d4c".
    std::string token_prefix;

    bool may(std::string_view scope) const;
    // Acts on this portal, by its key or by one of its countries.
    bool covers(std::string_view portal, std::span<const std::string> portal_countries) const;
    bool everywhere() const { return countries.empty() && portals.empty(); }
    Remit remit() const { return Remit{countries, portals}; }
    // As the audit log names it: "awa (moisson_1f2e3d4c)".
    std::string signature() const;

    bool operator==(const Principal&) const = default;
};

} // namespace moisson
