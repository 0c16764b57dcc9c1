// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Raw records as they are stored (decision 21): compressed here, never inside PostgreSQL.
#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace moisson::store {

inline constexpr std::int16_t codec_zstd = 0;
// With the dictionary that the row names.
inline constexpr std::int16_t codec_dictionary = 1;

class RawDictionary;

// Without a dictionary.
std::string compress_raw(std::string_view bytes);
// `dictionary`: the one that the row names, null when it names none. TABLE_DAMAGED when `bytes` is
// no frame of that codec or larger than a record may be.
Result<std::string>
decompress_raw(std::int64_t codec, const RawDictionary* dictionary, std::string_view bytes);

} // namespace moisson::store
