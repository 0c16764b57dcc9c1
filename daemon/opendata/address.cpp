// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/address.hpp"

#include "core/limits.hpp"
#include "routes/paths.hpp"

#include <bit>
#include <charconv>

namespace moisson::opendata {
namespace {

// "name.ttl" -> "name" and the format; a suffix that is no format is part of the name.
const Format* take_format(std::string_view& name) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0)
        return nullptr;
    const Format* const format = format_of_suffix(name.substr(dot + 1));
    if (format != nullptr)
        name = name.substr(0, dot);
    return format;
}

std::optional<Door> named(DoorKind kind, std::string_view name) {
    Door door;
    door.kind = kind;
    door.format = take_format(name);
    door.key = std::string(name);
    if (name.empty() || name.find('/') != std::string_view::npos)
        return std::nullopt;
    return door;
}

// "id/quality.ttl", else "id.ttl" or "id".
std::optional<Door> dataset_door(std::string_view rest) {
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos)
        return named(DoorKind::dataset, rest);
    std::string_view tail = rest.substr(slash);
    Door door;
    door.kind = DoorKind::dataset_quality;
    door.key = std::string(rest.substr(0, slash));
    door.format = take_format(tail);
    if (door.key.empty() || door.format == nullptr || tail != routes::quality_feed)
        return std::nullopt;
    return door;
}

// Of a portal or an organisation: "x", "x/catalog" or "x/catalog.ttl".
std::optional<Door> part_door(std::string_view rest, DoorKind itself, DoorKind its_catalog) {
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) {
        Door door;
        door.kind = itself;
        door.key = std::string(rest);
        return rest.empty() ? std::nullopt : std::optional(door);
    }
    std::string_view tail = rest.substr(slash);
    Door door;
    door.kind = its_catalog;
    door.key = std::string(rest.substr(0, slash));
    door.format = take_format(tail);
    if (door.key.empty() || tail != routes::catalog_feed)
        return std::nullopt;
    return door;
}

std::optional<std::uint32_t> number(std::string_view text) {
    std::uint32_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || text.starts_with('0'))
        return std::nullopt;
    return value;
}

// "8-3.xml.gz", "8-3.xml"
std::optional<Door> sitemap_door(std::string_view rest) {
    constexpr std::string_view suffix = ".xml";
    constexpr std::string_view packed = ".gz";
    const bool gzip = rest.ends_with(packed);
    if (gzip)
        rest.remove_suffix(packed.size());
    const std::size_t hyphen = rest.find('-');
    if (!rest.ends_with(suffix) || hyphen == std::string_view::npos)
        return std::nullopt;
    rest.remove_suffix(suffix.size());
    const auto parts = number(rest.substr(0, hyphen));
    const auto part = hyphen < rest.size() ? number(rest.substr(hyphen + 1)) : std::nullopt;
    if (!parts || !part || !std::has_single_bit(*parts) || *parts > limits::sitemap_parts ||
        *part == 0 || *part > *parts)
        return std::nullopt;
    Door door;
    door.kind = DoorKind::sitemap_part;
    door.parts = *parts;
    door.part = *part;
    door.gzip = gzip;
    return door;
}

} // namespace

std::optional<Door> door_of(std::string_view path) {
    Door door;
    const auto is = [&door](DoorKind kind) {
        door.kind = kind;
        return std::optional(door);
    };
    if (path == routes::sitemap)
        return is(DoorKind::sitemap_index);
    if (path == routes::sitemap_pages)
        return is(DoorKind::sitemap_pages);
    if (path == routes::llms)
        return is(DoorKind::llms);
    if (path == routes::void_description)
        return is(DoorKind::void_description);
    const auto rest = [path](std::string_view prefix) { return path.substr(prefix.size()); };
    if (path.starts_with(routes::sitemap_parts))
        return sitemap_door(rest(routes::sitemap_parts));
    if (path.starts_with(routes::dataset_feeds))
        return dataset_door(rest(routes::dataset_feeds));
    if (path.starts_with(routes::records))
        return named(DoorKind::record, rest(routes::records));
    if (path.starts_with(routes::portal_feeds))
        return part_door(rest(routes::portal_feeds), DoorKind::portal, DoorKind::portal_catalog);
    if (path.starts_with(routes::organization_feeds))
        return part_door(
            rest(routes::organization_feeds),
            DoorKind::organization,
            DoorKind::organization_catalog
        );
    std::string_view name = path;
    door.format = take_format(name);
    return name == routes::catalog_feed ? is(DoorKind::catalog) : std::nullopt;
}

std::string_view route_of(const Door& door) {
    const bool bare = door.format == nullptr;
    switch (door.kind) {
    case DoorKind::catalog:
        return bare ? "/catalog" : "/catalog.{format}";
    case DoorKind::dataset:
        return bare ? "/dataset/{id}" : "/dataset/{id}.{format}";
    case DoorKind::dataset_quality:
        return "/dataset/{id}/quality.{format}";
    case DoorKind::portal:
        return "/portal/{slug}";
    case DoorKind::portal_catalog:
        return bare ? "/portal/{slug}/catalog" : "/portal/{slug}/catalog.{format}";
    case DoorKind::organization:
        return "/organization/{slug}";
    case DoorKind::organization_catalog:
        return bare ? "/organization/{slug}/catalog" : "/organization/{slug}/catalog.{format}";
    case DoorKind::record:
        return "/record/{id}";
    case DoorKind::sitemap_index:
        return routes::sitemap;
    case DoorKind::sitemap_pages:
        return routes::sitemap_pages;
    case DoorKind::sitemap_part:
        return "/sitemap-{parts}-{part}.xml";
    case DoorKind::llms:
        return routes::llms;
    case DoorKind::void_description:
        return routes::void_description;
    }
    return {};
}

} // namespace moisson::opendata
