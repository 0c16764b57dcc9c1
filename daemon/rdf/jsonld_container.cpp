// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_container.hpp"

#include "rdf/jsonld_keywords.hpp"

#include <bit>

namespace moisson::rdf::jsonld {
namespace {

std::optional<std::uint8_t> flag_of(const json::Value& value) {
    const auto* text = value.get_ptr<const json::Value::string_t*>();
    if (text == nullptr)
        return std::nullopt;
    if (*text == kw::graph)
        return container::graph;
    if (*text == kw::id)
        return container::id;
    if (*text == kw::index)
        return container::index;
    if (*text == kw::language)
        return container::language;
    if (*text == kw::list)
        return container::list;
    if (*text == kw::set)
        return container::set;
    if (*text == kw::type)
        return container::type;
    return std::nullopt;
}

} // namespace

std::optional<std::uint8_t> container_flags(const json::Value& value) {
    if (!value.is_array())
        return flag_of(value);
    std::uint8_t flags = 0;
    for (const json::Value& item : value) {
        const auto flag = flag_of(item);
        if (!flag)
            return std::nullopt;
        flags |= *flag;
    }
    if (std::popcount(flags) == 1)
        return flags;
    const std::uint8_t maps = flags & static_cast<std::uint8_t>(~container::set);
    if ((maps & container::list) != 0 || maps == 0)
        return std::nullopt;
    const bool graph_map =
        maps == (container::graph | container::id) || maps == (container::graph | container::index);
    if (std::popcount(maps) == 1 || graph_map)
        return flags;
    return std::nullopt;
}

} // namespace moisson::rdf::jsonld
