// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/facet_names.hpp"

#include "search/view.hpp"

#include <algorithm>

namespace moisson::search {
namespace {

// Both sorted, each value once.
std::vector<std::string_view>
merged(const std::vector<std::string_view>& known, const StringTable& more) {
    std::vector<std::string_view> out;
    out.reserve(known.size() + more.size());
    auto old = known.begin();
    for (std::uint32_t value = 0; value < more.size(); ++value) {
        const std::string_view text = more[value];
        while (old != known.end() && *old < text)
            out.push_back(*old++);
        if (old != known.end() && *old == text)
            ++old;
        out.push_back(text);
    }
    out.insert(out.end(), old, known.end());
    return out;
}

} // namespace

FacetNames name_facet(std::span<const FacetColumn* const> columns) {
    FacetNames out;
    for (const FacetColumn* const column : columns)
        out.values = merged(out.values, column->values);
    for (const FacetColumn* const column : columns) {
        std::vector<std::uint32_t>& numbers = out.numbers.emplace_back();
        numbers.reserve(column->values.size());
        std::uint32_t at = 0;
        for (std::uint32_t value = 0; value < column->values.size(); ++value) {
            while (out.values[at] < column->values[value])
                ++at;
            numbers.push_back(at);
        }
    }
    return out;
}

std::shared_ptr<const FacetNames> View::names_of(Facet facet) const {
    Published<FacetNames>& kept = names_.of[static_cast<std::size_t>(facet)];
    if (auto known = kept.load())
        return known;
    std::vector<const FacetColumn*> columns;
    for (const SegmentRef& ref : segments)
        columns.push_back(&ref.segment->facet(facet));
    auto made = std::make_shared<const FacetNames>(name_facet(columns));
    kept.store(made);
    return made;
}

} // namespace moisson::search
