// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "render/web_files.hpp"

#include "render/embedded.hpp"

#include <fstream>
#include <sstream>

namespace moisson::render {

std::optional<std::string> WebFiles::read(std::string_view name) const {
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.name != name)
            continue;
        if (!live())
            return std::string(file.content);
        std::ifstream in(directory_ + "/" + std::string(name), std::ios::binary);
        if (!in)
            return std::nullopt;
        std::ostringstream bytes;
        bytes << in.rdbuf();
        return bytes.str();
    }
    return std::nullopt;
}

std::vector<std::string_view> WebFiles::names() const {
    std::vector<std::string_view> all;
    for (const EmbeddedFile& file : embedded_files())
        all.push_back(file.name);
    return all;
}

} // namespace moisson::render
