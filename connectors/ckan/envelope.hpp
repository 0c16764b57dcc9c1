// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What an answer of the action API says around its records.
#pragma once

#include "ckan/wire.hpp"
#include "core/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::ckan {

// Where the records of an answer may be.
inline constexpr std::array<std::string_view, 4> record_paths{
    "",
    "result",
    "result.results",
    "results"};

struct Envelope {
    std::optional<std::int64_t> count;
    bool is_failed = false;
    // The place of the packages was there, perhaps empty.
    bool has_list = false;
    std::string error;
    Status status;

    // One member, as kit::JsonHandlers names it.
    void member(std::string_view path, std::string_view value);
    // API_ERROR when the answer says that it failed.
    Result<void> check() const;
};

// A scalar written in JSON, as text; empty when it is none.
std::string text_of(std::string_view value);

} // namespace moisson::ckan
