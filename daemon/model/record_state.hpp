// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The life of a record in our catalogue (rules.md, 1).
#pragma once

#include <optional>
#include <string_view>

namespace moisson {

enum class RecordState { active, missing, archived, purged };

std::string_view to_string(RecordState state);
std::optional<RecordState> record_state_from_string(std::string_view text);

} // namespace moisson
