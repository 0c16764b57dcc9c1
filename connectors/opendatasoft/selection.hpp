// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which datasets a request asks for, written in the query language of each age of the API. The
// dates of `modified` cut a large catalogue into parts that none of its windows can cut.
#pragma once

#include "core/time.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moisson::opendatasoft {

// Ages of the API, as written in cursors.
enum class Dialect {
    v21, // /api/explore/v2.1
    v20, // /api/v2: datasets wrapped in {"links", "dataset"}
    v1,  // /api/datasets/1.0: search alone, no export
};

std::string_view to_string(Dialect dialect);
std::optional<Dialect> dialect_from_string(std::string_view text);

struct Selection {
    // modified >= from, modified < to.
    std::optional<Instant> from;
    std::optional<Instant> to;
    // Datasets without a `modified`.
    bool undated = false;
    // Changed at or after, whatever changed: dates, data or metadata.
    std::optional<Instant> since;

    bool operator==(const Selection&) const = default;
};

// Value of `where` (v2) or `q` (v1); empty when everything is asked for.
std::string where_of(const Selection& selection, Dialect dialect);
// `where` of datasets by dataset_uid or dataset_id (v2).
std::string where_ids(std::span<const std::string> ids);
// A `modified` as the source writes it, to whole seconds: the finest that v1 can ask for.
std::optional<Instant> instant_of_modified(std::string_view text);

} // namespace moisson::opendatasoft
