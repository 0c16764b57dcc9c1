// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The keys of the bodies that the admin API takes, and what each holds: one that nobody reads, or
// that is of another type, is a demand that says something else than what is done. And no text
// holds a NUL, which PostgreSQL stores nowhere. Inside the room only.
#pragma once

#include "core/json_access.hpp"

#include <span>
#include <string>
#include <string_view>

namespace moisson::access {

// An object holds texts only.
enum class BodyKind { text, whole_number, object };

struct BodyKey {
    std::string_view name;
    BodyKind kind = BodyKind::text;
    bool may_be_null = false;
    // Of an object: its keys; none: any.
    std::span<const std::string_view> within = {};
};

// "clé inconnue « wehn » ; vouliez-vous dire « when » ?", "« hours » : un nombre entier est
// attendu."; empty when the body is as it should be.
std::string body_fault(const json::Value& object, std::span<const BodyKey> known);

} // namespace moisson::access
