// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of terms: open addressing over rows that point into blocks of text.
#include "rdf/term_table.hpp"

#include "core/assert.hpp"
#include "core/digest.hpp"

#include <algorithm>
#include <cstring>

namespace moisson::rdf {

namespace {

constexpr std::size_t first_block_bytes = 4 * 1024;
constexpr std::size_t block_bytes_max = 1024 * 1024;
constexpr std::size_t doublings_max = 8;
constexpr std::size_t first_slots = 64;

std::uint32_t hash_of(const TermView& term, std::uint32_t qualifier) {
    const std::uint64_t salt =
        (std::uint64_t{qualifier} << 8U) | static_cast<std::uint64_t>(term.kind);
    const std::uint64_t mixed = fast_hash(term.value) ^ (salt * 0x9E37'79B9'7F4A'7C15ULL);
    return static_cast<std::uint32_t>(mixed ^ (mixed >> 32U));
}

TermView qualifier_term(const TermView& term) {
    return iri(term.language.empty() ? term.datatype : term.language);
}

} // namespace

const char* TermTable::store(std::string_view text) {
    if (text.empty())
        return "";
    if (text.size() > block_free_) {
        const std::size_t doublings = std::min(blocks_.size(), doublings_max);
        const std::size_t grown = std::min(block_bytes_max, first_block_bytes << doublings);
        const std::size_t bytes = std::max(text.size(), grown);
        blocks_.push_back(std::unique_ptr<char[]>(new char[bytes]));
        block_bytes_ += bytes;
        // A long text gets a block of its own and leaves the current one in use.
        if (bytes > grown) {
            std::memcpy(blocks_.back().get(), text.data(), text.size());
            return blocks_.back().get();
        }
        block_next_ = blocks_.back().get();
        block_free_ = bytes;
    }
    char* const at = block_next_;
    std::memcpy(at, text.data(), text.size());
    block_next_ += text.size();
    block_free_ -= text.size();
    return at;
}

bool TermTable::matches(const Row& row, const TermView& term, std::uint32_t qualifier) const {
    return row.kind == term.kind && row.qualifier == qualifier &&
           row.has_language == !term.language.empty() && row.length == term.value.size() &&
           std::memcmp(row.text, term.value.data(), row.length) == 0;
}

std::size_t
TermTable::slot_of(const TermView& term, std::uint32_t qualifier, std::uint32_t hash) const {
    MOISSON_ASSERT(!slots_.empty());
    std::size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot] != none && !matches(rows_[slots_[slot]], term, qualifier))
        slot = (slot + 1) & (slots_.size() - 1);
    return slot;
}

std::uint32_t TermTable::qualifier_of(const TermView& term) const {
    if (!term.is_literal() || (term.datatype.empty() && term.language.empty()))
        return none;
    const auto id = find(qualifier_term(term));
    // An unknown datatype or language: no row has this number.
    return id ? index_of(*id) : none - 1;
}

std::optional<TermId> TermTable::find(const TermView& term) const {
    if (slots_.empty())
        return std::nullopt;
    const std::uint32_t qualifier = qualifier_of(term);
    if (qualifier == none - 1)
        return std::nullopt;
    const std::uint32_t row = slots_[slot_of(term, qualifier, hash_of(term, qualifier))];
    return row == none ? std::nullopt : std::optional(TermId{row});
}

void TermTable::grow() {
    const std::size_t slots = std::max(first_slots, slots_.size() * 2);
    // The old ones go first: every row is placed anew.
    std::vector<std::uint32_t>().swap(slots_);
    slots_.assign(slots, none);
    for (std::uint32_t row = 0; row < rows_.size(); ++row) {
        const TermView term = view(TermId{row});
        slots_[slot_of(term, rows_[row].qualifier, hash_of(term, rows_[row].qualifier))] = row;
    }
}

std::optional<TermId> TermTable::append(const TermView& term, std::uint32_t qualifier) {
    if (4 * (rows_.size() + 1) > 3 * slots_.size())
        grow();
    const std::size_t slot = slot_of(term, qualifier, hash_of(term, qualifier));
    if (slots_[slot] != none)
        return TermId{slots_[slot]};
    if (rows_.size() >= none - 2 || term.value.size() >= none)
        return std::nullopt;
    Row row;
    row.text = store(term.value);
    row.length = static_cast<std::uint32_t>(term.value.size());
    row.kind = term.kind;
    row.has_language = !term.language.empty();
    row.qualifier = qualifier;
    if (rows_.size() == rows_.capacity())
        rows_.reserve(grown_capacity(rows_.size()));
    slots_[slot] = static_cast<std::uint32_t>(rows_.size());
    rows_.push_back(row);
    return TermId{slots_[slot]};
}

std::optional<TermId> TermTable::intern(const TermView& term) {
    std::uint32_t qualifier = none;
    if (term.is_literal() && !(term.datatype.empty() && term.language.empty())) {
        const auto id = append(qualifier_term(term), none);
        if (!id)
            return std::nullopt;
        qualifier = index_of(*id);
    }
    return append(term, qualifier);
}

TermView TermTable::view(TermId id) const {
    MOISSON_ASSERT(index_of(id) < rows_.size());
    const Row& row = rows_[index_of(id)];
    TermView term{row.kind, std::string_view(row.text, row.length), {}, {}};
    if (row.qualifier != none) {
        const Row& qualifier = rows_[row.qualifier];
        const std::string_view text(qualifier.text, qualifier.length);
        (row.has_language ? term.language : term.datatype) = text;
    }
    return term;
}

TermKind TermTable::kind(TermId id) const {
    MOISSON_ASSERT(index_of(id) < rows_.size());
    return rows_[index_of(id)].kind;
}

std::size_t TermTable::bytes() const {
    return block_bytes_ + rows_.capacity() * sizeof(Row) + slots_.capacity() * sizeof(slots_[0]);
}

} // namespace moisson::rdf
