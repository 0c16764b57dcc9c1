// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "render/assets.hpp"

#include "core/digest.hpp"

namespace moisson::render {
namespace {

constexpr std::string_view assets_folder = "assets/";
constexpr std::size_t hash_digits = 12;

std::string content_type_of(std::string_view name) {
    if (name.ends_with(".css"))
        return "text/css; charset=utf-8";
    if (name.ends_with(".svg"))
        return "image/svg+xml";
    return "application/octet-stream";
}

} // namespace

std::string Assets::hashed_name(std::string_view name) const {
    const auto body = files_.read(std::string(assets_folder) + std::string(name));
    if (!body)
        return std::string(name);
    const std::size_t dot = name.rfind('.');
    const std::string hash = to_hex(sha256(*body)).substr(0, hash_digits);
    return std::string(name.substr(0, dot)) + "." + hash + std::string(name.substr(dot));
}

std::vector<std::string> Assets::hashed_names() const {
    std::vector<std::string> names;
    for (const std::string_view file : files_.names())
        if (file.starts_with(assets_folder))
            names.push_back(hashed_name(file.substr(assets_folder.size())));
    return names;
}

std::optional<Asset> Assets::find(std::string_view hashed_name) const {
    for (const std::string_view file : files_.names()) {
        if (!file.starts_with(assets_folder))
            continue;
        const std::string_view name = file.substr(assets_folder.size());
        if (this->hashed_name(name) != hashed_name)
            continue;
        auto body = files_.read(file);
        if (!body)
            return std::nullopt;
        return Asset{content_type_of(name), std::move(*body)};
    }
    return std::nullopt;
}

} // namespace moisson::render
