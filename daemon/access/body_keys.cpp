// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "access/body_keys.hpp"

#include "routes/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

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

// "when", or "when.field".
std::string value_fault(const std::string& name, const json::Value& value, BodyKind kind) {
    switch (kind) {
    case BodyKind::text:
        if (!value.is_string())
            return fmt::format("« {} » : un texte est attendu.", name);
        if (value.get_ref<const std::string&>().find('\0') != std::string::npos)
            return fmt::format("« {} » : le caractère nul (U+0000) n’est pas admis.", name);
        break;
    case BodyKind::whole_number:
        if (!value.is_number_integer())
            return fmt::format("« {} » : un nombre entier est attendu.", name);
        break;
    case BodyKind::object:
        if (!value.is_object())
            return fmt::format("« {} » : un objet JSON est attendu.", name);
        break;
    }
    return {};
}

std::string fault_within(const BodyKey& key, const json::Value& object) {
    for (const auto& [name, value] : object.items()) {
        if (!key.within.empty() &&
            std::find(key.within.begin(), key.within.end(), name) == key.within.end())
            return fmt::format("« {} » : {}", key.name, unknown_key(name, key.within));
        std::string fault =
            value_fault(fmt::format("{}.{}", key.name, name), value, BodyKind::text);
        if (!fault.empty())
            return fault;
    }
    return {};
}

} // namespace

std::string body_fault(const json::Value& object, std::span<const BodyKey> known) {
    for (const auto& entry : object.items()) {
        const std::string& name = entry.key();
        const json::Value& value = entry.value();
        const auto key = std::find_if(known.begin(), known.end(), [&name](const BodyKey& one) {
            return one.name == name;
        });
        if (key == known.end()) {
            std::vector<std::string_view> names;
            for (const BodyKey& one : known)
                names.push_back(one.name);
            return unknown_key(name, names);
        }
        if (value.is_null() && key->may_be_null)
            continue;
        std::string fault = value_fault(std::string(key->name), value, key->kind);
        if (fault.empty() && key->kind == BodyKind::object)
            fault = fault_within(*key, value);
        if (!fault.empty())
            return fault;
    }
    return {};
}

} // namespace moisson::access
