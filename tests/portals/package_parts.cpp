// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "portals/package_parts.hpp"

#include "portals/generator_words.hpp"

namespace moisson::portals {

using Json = nlohmann::ordered_json;

std::string text_in(const Json& object, std::string_view key) {
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::string extra_of(const Json& package, std::string_view key) {
    const auto extras = package.find("extras");
    if (extras == package.end() || !extras->is_array())
        return {};
    for (const Json& pair : *extras)
        if (text_in(pair, "key") == key)
            return text_in(pair, "value");
    return {};
}

std::string frequency_of(const Json& package) {
    for (const std::string_view key : frequency_keys())
        if (std::string value = extra_of(package, key); !value.empty())
            return value;
    return {};
}

std::optional<std::array<double, 4>> box_of(const Json& package) {
    const Json polygon = Json::parse(extra_of(package, "spatial"), nullptr, false);
    if (!polygon.is_object())
        return std::nullopt;
    const Json ring = polygon.value("coordinates", Json::array());
    if (ring.size() != 1 || ring[0].size() < 3)
        return std::nullopt;
    return std::array<double, 4>{
        ring[0][0][0].get<double>(),
        ring[0][0][1].get<double>(),
        ring[0][2][0].get<double>(),
        ring[0][2][1].get<double>()};
}

std::string seconds_of(std::string_view date) {
    return std::string(date.substr(0, 19));
}

std::uint64_t drawn_from(std::string_view text, std::uint64_t below) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash % below;
}

} // namespace moisson::portals
