// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Recorded files are packed or not.
#pragma once

#include <zlib.h>

#include <array>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace moisson::vocabulary_report {

// What is in a file, unpacked.
inline std::string read_any(const std::filesystem::path& path) {
    gzFile file = gzopen(path.c_str(), "rb"); // reads plain files too
    if (file == nullptr)
        throw std::runtime_error("cannot open " + path.string());
    std::string content;
    std::array<char, 65'536> buffer{};
    int length = 0;
    while ((length = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0)
        content.append(buffer.data(), static_cast<std::size_t>(length));
    gzclose(file);
    return content;
}

} // namespace moisson::vocabulary_report
