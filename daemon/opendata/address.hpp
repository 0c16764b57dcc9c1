// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which door an address is. Pure.
#pragma once

#include "opendata/formats.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::opendata {

enum class DoorKind {
    catalog,
    dataset,
    // Its scores (DQV).
    dataset_quality,
    portal,
    portal_catalog,
    organization,
    organization_catalog,
    record,
    sitemap_index,
    sitemap_pages,
    sitemap_part,
    llms,
    void_description
};

struct Door {
    DoorKind kind = DoorKind::catalog;
    // Id or slug of the dataset, key of the portal, slug of the organisation.
    std::string key;
    // Null: by content negotiation.
    const Format* format = nullptr;
    // Of a sitemap: the `part`th of `parts`, a power of two, from 1 on.
    std::uint32_t part = 0;
    std::uint32_t parts = 0;
    // ".xml.gz".
    bool gzip = false;
};

// `path` as net gives it. Nothing: not ours.
std::optional<Door> door_of(std::string_view path);
// The route for logs and metrics, "/catalog.{format}".
std::string_view route_of(const Door& door);

} // namespace moisson::opendata
