// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dataset and Distribution <-> the json columns `metadata`. What has a column of its own (themes,
// countries, languages, licence code, access right, frequency, url, format...) is not repeated.
#pragma once

#include "core/result.hpp"
#include "model/dataset.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace moisson::store {

// How much of a column is read: all of it, or what the index takes of a dataset, which is neither
// its contacts and names nor more of its files than their titles.
enum class DatasetParts : std::uint8_t { all, indexed };

std::string encode_dataset(const Dataset& dataset);
// Adds to `dataset`, whose columns are already read. TABLE_DAMAGED when it is not ours.
Result<void>
decode_dataset(std::string_view metadata, Dataset& dataset, DatasetParts parts = DatasetParts::all);

std::string encode_distribution(const Distribution& distribution);
Result<void> decode_distribution(
    std::string_view metadata,
    Distribution& distribution,
    DatasetParts parts = DatasetParts::all
);

std::string encode_localized(const LocalizedText& texts);
LocalizedText decode_localized(std::string_view json);

} // namespace moisson::store
