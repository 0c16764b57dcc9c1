// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/dataset.hpp"

#include <array>
#include <utility>

namespace moisson {
namespace {

constexpr std::array<std::pair<UrlState, std::string_view>, 4> url_states = {{
    {UrlState::ok, "ok"},
    {UrlState::empty, "empty"},
    {UrlState::invalid, "invalid"},
    {UrlState::private_network, "private"},
}};

constexpr std::array<std::pair<CountrySource, std::string_view>, 4> country_sources = {{
    {CountrySource::none, "none"},
    {CountrySource::spatial, "spatial"},
    {CountrySource::hint, "hint"},
    {CountrySource::portal, "portal"},
}};

template <class Table, class Value>
std::string_view name_of(const Table& table, Value value) {
    for (const auto& [key, name] : table)
        if (key == value)
            return name;
    return {};
}

template <class Value, std::size_t N>
std::optional<Value>
value_of(const std::array<std::pair<Value, std::string_view>, N>& table, std::string_view text) {
    for (const auto& [key, name] : table)
        if (name == text)
            return key;
    return std::nullopt;
}

} // namespace

std::string_view type_of(const Dataset& dataset) {
    return dataset.is_series ? "series" : "dataset";
}
std::string_view to_string(UrlState state) {
    return name_of(url_states, state);
}
std::optional<UrlState> url_state_from_string(std::string_view text) {
    return value_of(url_states, text);
}
std::string_view to_string(CountrySource source) {
    return name_of(country_sources, source);
}
std::optional<CountrySource> country_source_from_string(std::string_view text) {
    return value_of(country_sources, text);
}

} // namespace moisson
