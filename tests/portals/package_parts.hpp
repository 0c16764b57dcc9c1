// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reading of the generator's package dicts by protocols that write the same truth in another shape.
#pragma once

#include <nlohmann/json.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::portals {

// A text member, empty when it is none.
std::string text_in(const nlohmann::ordered_json& object, std::string_view key);
// Value of an extra, empty when the package has none.
std::string extra_of(const nlohmann::ordered_json& package, std::string_view key);
// The frequency, whatever extra holds it.
std::string frequency_of(const nlohmann::ordered_json& package);
// West, south, east, north of the `spatial` extra.
std::optional<std::array<double, 4>> box_of(const nlohmann::ordered_json& package);
// "2026-01-31T12:00:00" of any of its dates.
std::string seconds_of(std::string_view date);
// A number drawn from a text, the same every time.
std::uint64_t drawn_from(std::string_view text, std::uint64_t below);

} // namespace moisson::portals
