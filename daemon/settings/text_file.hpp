// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A configuration file as text: an ordinary file of a bounded size, or the reason why not. Private
// to the room.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace moisson::settings {

// One file of the configuration or of the portals; the largest of config/portals has 26 kB.
inline constexpr std::size_t settings_file_bytes = 4 * std::size_t{1024} * 1024;

struct TextFile {
    std::string text;
    // In French; empty when the text is there.
    std::string problem;
};

// A folder, a device or a pipe is refused unopened: reading it could last for ever.
TextFile read_text_file(const std::filesystem::path& path);

} // namespace moisson::settings
