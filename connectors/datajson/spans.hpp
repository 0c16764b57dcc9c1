// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where the records of a document are, and what is read of it without parsing them. Internal to the
// room.
#pragma once

#include "core/code.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::datajson {

// Lists of datasets, and of what holds datasets.
inline constexpr std::array<std::string_view, 9> list_paths{
    "",
    "dataset",
    "dcat:dataset",
    "@graph",
    "catalog",
    "service",
    "servesDataset",
    "datasetSeries",
    "seriesMember"};

bool holds_datasets(std::string_view path);

struct Entry {
    std::size_t offset = 0;
    std::size_t bytes = 0;
    std::string id;
    // Inside a catalog, a service or a series of the document.
    bool nested = false;
    // Why it may not be parsed.
    Code refused = Code::internal_error;
    // One of its strings is too large to be looked at.
    bool holds_huge_text = false;
    // Why it is not kept although it can be parsed; empty when it is.
    std::string_view unsure = {};
};

// A scalar written in JSON, as text; empty when it is none.
std::string text_of(std::string_view value);

// "https://project-open-data.cio.gov/v1.1/schema" -> "1.1".
std::string version_of(std::string text);

// The id of a record that may not be parsed.
std::string id_of_span(std::string_view record);

// Whether a record that is too large to be parsed is one, and hides no other: well-formed, with one
// identifier.
bool is_one_record(std::string_view record);

} // namespace moisson::datajson
