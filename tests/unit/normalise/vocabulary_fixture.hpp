// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The vocabularies of config/, read once per test binary.
#pragma once

#include "normalise/vocabularies.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>

namespace moisson::normalise {

inline std::map<std::string, std::string, std::less<>> vocabulary_files() {
    std::map<std::string, std::string, std::less<>> files;
    const std::filesystem::path folder =
        std::filesystem::path(MOISSON_SOURCE_DIR) / "config/vocabularies";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream stream(entry.path(), std::ios::binary);
        std::ostringstream content;
        content << stream.rdbuf();
        files[entry.path().filename().string()] = content.str();
    }
    return files;
}

inline std::shared_ptr<const Vocabularies> vocabularies() {
    static const auto loaded = [] {
        auto result = Vocabularies::load(vocabulary_files());
        if (!result)
            throw std::runtime_error(result.error().detail);
        return *result;
    }();
    return loaded;
}

} // namespace moisson::normalise
