// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/record_state.hpp"

#include <array>
#include <cstddef>

namespace moisson {
namespace {
constexpr std::array<std::string_view, 4> record_state_names =
    {"active", "missing", "archived", "purged"};
}

std::string_view to_string(RecordState state) {
    return record_state_names[static_cast<std::size_t>(state)];
}

std::optional<RecordState> record_state_from_string(std::string_view text) {
    for (std::size_t i = 0; i < record_state_names.size(); ++i)
        if (record_state_names[i] == text)
            return static_cast<RecordState>(i);
    return std::nullopt;
}

} // namespace moisson
