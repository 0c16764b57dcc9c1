// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// TermTable: every distinct term once, as a number. Text lies in large blocks without a header per
// string: 24 bytes a term beyond its text.
#pragma once

#include "rdf/term.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace moisson::rdf {

// Room for the next elements of a large vector: by a quarter, since the old and the new one are
// held together while it moves.
constexpr std::size_t grown_capacity(std::size_t size) {
    return size < 4096 ? 2 * size + 16 : size + size / 4;
}

// Number of a term in its table; numbers follow first sight, from 0.
enum class TermId : std::uint32_t {};

constexpr std::uint32_t index_of(TermId id) {
    return static_cast<std::uint32_t>(id);
}

class TermTable {
public:
    // The number of the term, given now if it is new. No value when the table is full.
    std::optional<TermId> intern(const TermView& term);
    std::optional<TermId> find(const TermView& term) const;
    // Valid as long as the table; later terms move nothing.
    TermView view(TermId id) const;
    TermKind kind(TermId id) const;
    std::size_t size() const { return rows_.size(); }
    // Memory held.
    std::size_t bytes() const;

private:
    static constexpr std::uint32_t none = 0xFFFF'FFFF;
    struct Row {
        const char* text = nullptr;
        std::uint32_t length = 0;
        TermKind kind = TermKind::iri;
        // Row of the datatype or of the language (kept as an IRI row of its own); none otherwise.
        bool has_language = false;
        std::uint32_t qualifier = none;
    };

    std::uint32_t qualifier_of(const TermView& term) const;
    const char* store(std::string_view text);
    std::size_t slot_of(const TermView& term, std::uint32_t qualifier, std::uint32_t hash) const;
    bool matches(const Row& row, const TermView& term, std::uint32_t qualifier) const;
    void grow();
    std::optional<TermId> append(const TermView& term, std::uint32_t qualifier);

    std::vector<Row> rows_;
    // Open addressing, a power of two; none is an empty slot.
    std::vector<std::uint32_t> slots_;
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t block_free_ = 0;
    char* block_next_ = nullptr;
    std::size_t block_bytes_ = 0;
};

} // namespace moisson::rdf
