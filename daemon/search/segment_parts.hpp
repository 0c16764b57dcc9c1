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
#include <unordered_set>
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
    FacetColumnBuilder()
        : values_(0, ValueHash{&texts_}, ValueEqual{&texts_}),
          sets_(0, SetHash{this}, SetEqual{this}) {}
    FacetColumnBuilder(const FacetColumnBuilder&) = delete;
    FacetColumnBuilder& operator=(const FacetColumnBuilder&) = delete;

    std::uint32_t value(std::string_view text, std::string_view label);
    // Index of the set of these values (any order, repeats allowed).
    std::uint32_t set(std::vector<std::uint32_t> values);
    void add_document(std::uint32_t set) { set_of_document_.push_back(set); }
    FacetColumn finish();

private:
    // Numbers, which hash and compare as what they stand for: a catalogue has nearly as many
    // keywords, and sets of them, as datasets.
    struct ValueHash {
        using is_transparent = void;
        const StringTable* texts;
        std::size_t operator()(std::string_view text) const { return TextHash{}(text); }
        std::size_t operator()(std::uint32_t value) const { return TextHash{}((*texts)[value]); }
    };
    struct ValueEqual {
        using is_transparent = void;
        const StringTable* texts;
        bool operator()(std::uint32_t a, std::uint32_t b) const { return a == b; }
        bool operator()(std::uint32_t a, std::string_view b) const { return (*texts)[a] == b; }
        bool operator()(std::string_view a, std::uint32_t b) const { return (*this)(b, a); }
    };
    struct SetHash {
        const FacetColumnBuilder* builder;
        std::size_t operator()(std::uint32_t set) const;
    };
    struct SetEqual {
        const FacetColumnBuilder* builder;
        bool operator()(std::uint32_t a, std::uint32_t b) const;
    };
    std::span<const std::uint32_t> values_of(std::uint32_t set) const;

    StringTable texts_;
    std::unordered_set<std::uint32_t, ValueHash, ValueEqual> values_;
    // Few facets have them.
    std::unordered_map<std::uint32_t, std::string> labels_;
    // Those of set i: set_offsets_[i] to set_offsets_[i + 1].
    std::vector<std::uint32_t> set_values_;
    std::vector<std::uint32_t> set_offsets_{0};
    std::unordered_set<std::uint32_t, SetHash, SetEqual> sets_;
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
