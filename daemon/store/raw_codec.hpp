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

std::string compress_raw(std::string_view bytes);
// TABLE_DAMAGED when `bytes` is no frame of that codec or larger than a record may be.
Result<std::string> decompress_raw(std::int64_t codec, std::string_view bytes);

} // namespace moisson::store
