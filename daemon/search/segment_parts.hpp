// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What building and merging share: filter columns under construction, the stem tables, the orders.
#pragma once

#include "search/segment.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace moisson::search {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};
template <class Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

class FacetColumnBuilder {
public:
    std::uint32_t value(std::string_view text, std::string_view label);
    // Index of the set of these values (any order, repeats allowed).
    std::uint32_t set(std::vector<std::uint32_t> values);
    void add_document(std::uint32_t set) { set_of_document_.push_back(set); }
    FacetColumn finish();

private:
    TextMap<std::uint32_t> value_of_text_;
    std::vector<std::string> texts_;
    std::vector<std::string> labels_;
    std::unordered_map<std::string, std::uint32_t> set_of_key_;
    std::vector<std::vector<std::uint32_t>> sets_;
    std::vector<std::uint32_t> set_of_document_;
};

// Numbers of the texts in the order of the texts, of equal ones in that of the numbers.
std::vector<std::uint32_t> sorted_order(std::span<const std::string_view> texts);

// Fills stems, stem_of_term, stem_offsets and stem_terms; `stems`: that of each of `terms`, which
// are complete.
void fill_stems(Segment& segment, const StringTable& stems);
// Gives back what the columns of a segment do not need.
void shrink_columns(Segment& segment);
// Fills id_order from `ids`, sorts `slugs` and `titles`.
void fill_orders(Segment& segment);

// Fills what is not stored; the last step of build, merge and read.
void fill_derived(Segment& segment);

} // namespace moisson::search
