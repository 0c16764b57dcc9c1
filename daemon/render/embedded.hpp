// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table that embed.cmake generates from web/.
#pragma once

#include <span>
#include <string_view>

namespace moisson::render {

struct EmbeddedFile {
    std::string_view name;
    std::string_view content;
};
std::span<const EmbeddedFile> embedded_files();

} // namespace moisson::render
