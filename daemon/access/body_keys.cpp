// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "access/body_keys.hpp"

#include "routes/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::access {
namespace {

std::string unknown_key(std::string_view key, std::span<const std::string_view> known) {
    const std::string_view near = routes::nearest_name(key, known);
    if (!near.empty())
        return fmt::format("clé inconnue « {} » ; vouliez-vous dire « {} » ?", key, near);
    std::string names;
    for (const std::string_view name : known)
        names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
    return fmt::format(
        "clé inconnue « {} » ; {}.",
        key,
        names.empty() ? "aucune n’est attendue" : "attendues : " + names
    );
}

} // namespace

std::string keys_fault(const json::Value& object, std::span<const std::string_view> known) {
    if (!object.is_object())
        return {};
    for (const auto& [key, value] : object.items())
        if (std::find(known.begin(), known.end(), key) == known.end())
            return unknown_key(key, known);
    return {};
}

} // namespace moisson::access
