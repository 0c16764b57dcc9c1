// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Files of web/assets under addresses that carry the hash of their content, so that browsers may
// keep them for ever.
#pragma once

#include "render/web_files.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::render {

struct Asset {
    std::string content_type;
    std::string body;
};

// Thread-safe.
class Assets {
public:
    explicit Assets(WebFiles files) : files_(std::move(files)) {}

    // "style.css" -> "style.0123456789ab.css"; the name itself when there is no such file.
    std::string hashed_name(std::string_view name) const;
    // Of every asset.
    std::vector<std::string> hashed_names() const;
    // By hashed name; nothing when the name or its hash is not the current one.
    std::optional<Asset> find(std::string_view hashed_name) const;

private:
    WebFiles files_;
};

} // namespace moisson::render
