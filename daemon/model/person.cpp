// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/person.hpp"

#include <algorithm>

namespace moisson {
namespace {

constexpr std::array<std::string_view, 4> role_names =
    {"coordinator", "producer", "subscriber", "operator"};
constexpr std::array<std::string_view, 2> rate_names = {"standard", "high"};

template <class Enum, std::size_t N>
std::optional<Enum> value_of(const std::array<std::string_view, N>& names, std::string_view text) {
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end())
        return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

bool holds(std::span<const std::string> list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

} // namespace

std::string_view to_string(PersonRole role) {
    return role_names[static_cast<std::size_t>(role)];
}

std::optional<PersonRole> person_role_from_string(std::string_view text) {
    return value_of<PersonRole>(role_names, text);
}

std::string_view to_string(RateClass rate) {
    return rate_names[static_cast<std::size_t>(rate)];
}

std::optional<RateClass> rate_class_from_string(std::string_view text) {
    return value_of<RateClass>(rate_names, text);
}

bool may_hold_scopes(PersonRole role) {
    return role == PersonRole::coordinator || role == PersonRole::technician;
}

bool Principal::may(std::string_view scope) const {
    return may_hold_scopes(role) && holds(scopes, scope);
}

bool Principal::covers(std::string_view portal, std::span<const std::string> portal_countries)
    const {
    if (everywhere() || holds(portals, portal))
        return true;
    return std::any_of(
        portal_countries.begin(),
        portal_countries.end(),
        [this](const std::string& country) { return holds(countries, country); }
    );
}

std::string Principal::signature() const {
    return name + " (" + token_prefix + ")";
}

} // namespace moisson
