// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dataset and Distribution <-> the json columns `metadata`. What has a column of its own (themes,
// countries, languages, licence code, access right, frequency, url, format...) is not repeated.
#pragma once

#include "core/result.hpp"
#include "model/dataset.hpp"

#include <string>
#include <string_view>

namespace moisson::store {

std::string encode_dataset(const Dataset& dataset);
// Adds to `dataset`, whose columns are already read. TABLE_DAMAGED when it is not ours.
Result<void> decode_dataset(std::string_view metadata, Dataset& dataset);

std::string encode_distribution(const Distribution& distribution);
Result<void> decode_distribution(std::string_view metadata, Distribution& distribution);

std::string encode_localized(const LocalizedText& texts);
LocalizedText decode_localized(std::string_view json);

} // namespace moisson::store
