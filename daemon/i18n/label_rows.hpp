// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Tables of labels. Inside the room only.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace moisson::i18n {

using LabelRow = std::pair<std::string_view, std::string_view>;

// The name itself when it has no label.
template <std::size_t N>
std::string_view find_label(const std::array<LabelRow, N>& rows, std::string_view name) {
    for (const auto& [key, text] : rows)
        if (key == name)
            return text;
    return name;
}

} // namespace moisson::i18n
