// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Spatial coverage and the countries of a data set.
#include "normalise/parts.hpp"
#include "normalise/spatial.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::normalise {
namespace {

constexpr std::size_t locations_max = 200;

void add_all(std::vector<std::string>& codes, const std::vector<std::string>& more) {
    for (const std::string& code : more)
        if (std::find(codes.begin(), codes.end(), code) == codes.end())
            codes.push_back(code);
}

std::vector<std::string> hinted_countries(Work& work) {
    std::vector<std::string> codes;
    for (const std::string& hint : work.record.country_hints) {
        const Resolution found = work.vocabularies.country(hint);
        const CountryRow* row = work.vocabularies.country_row(found.code);
        if (row != nullptr && row->is_country)
            add_all(codes, {row->code});
    }
    return codes;
}

void add_location(Work& work, Dataset& dataset, const RawLocation& raw) {
    Location location;
    location.label = line_of(work, raw.label, "spatial", limits::short_text_bytes);
    location.uri = std::string(utf8_prefix(text::trim(raw.uri), limits::short_text_bytes));
    const BoxReading reading = read_box(raw.geometry);
    location.bbox = reading.box;
    if (!reading.understood)
        work.report.add(Code::bad_spatial, raw.geometry);
    const bool empty = location.label.empty() && location.uri.empty() && !location.bbox;
    if (!empty && std::find(dataset.spatial.begin(), dataset.spatial.end(), location) ==
                      dataset.spatial.end())
        dataset.spatial.push_back(std::move(location));
}

} // namespace

void fill_places(Work& work, Dataset& dataset) {
    std::vector<std::string> covered;
    for (const RawLocation& raw : work.record.spatial) {
        if (dataset.spatial.size() >= locations_max) {
            work.report
                .add(Code::limit_reached, "spatial", std::to_string(work.record.spatial.size()));
            break;
        }
        add_location(work, dataset, raw);
        add_all(covered, countries_of(raw, work.vocabularies));
    }
    if (!covered.empty()) {
        dataset.countries = std::move(covered);
        dataset.country_source = CountrySource::spatial;
    } else if (auto hinted = hinted_countries(work); !hinted.empty()) {
        dataset.countries = std::move(hinted);
        dataset.country_source = CountrySource::hint;
    } else if (work.context.countries.size() == 1) {
        dataset.countries = work.context.countries;
        dataset.country_source = CountrySource::portal;
    }
}

} // namespace moisson::normalise
