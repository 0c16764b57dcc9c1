// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/issue.hpp"

#include <array>

namespace moisson {
namespace {
constexpr std::array<std::string_view, 7> stage_names =
    {"probe", "fetch", "parse", "map", "normalise", "store", "reconcile"};
}

std::string_view to_string(Stage stage) {
    return stage_names[static_cast<std::size_t>(stage)];
}

std::optional<Stage> stage_from_string(std::string_view text) {
    for (std::size_t i = 0; i < stage_names.size(); ++i)
        if (stage_names[i] == text)
            return static_cast<Stage>(i);
    return std::nullopt;
}

} // namespace moisson
