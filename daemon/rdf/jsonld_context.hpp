// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ActiveContext: what terms mean at one place of a document. A value that is shared and never
// changed once made. Internal to the room; jsonld_context_processor.hpp makes them.
#pragma once

#include "core/json_access.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace moisson::rdf::jsonld {

enum class Direction : unsigned char { none, left_to_right, right_to_left };

std::string_view to_string(Direction direction);
// Of "ltr", "rtl".
std::optional<Direction> direction_from_string(std::string_view text);

namespace container {
enum Flag : std::uint8_t {
    graph = 1,
    id = 2,
    index = 4,
    language = 8,
    list = 16,
    set = 32,
    type = 64,
};
} // namespace container

struct TermDefinition {
    // Nothing: the term was taken out of use.
    std::optional<std::string> iri;
    bool is_prefix = false;
    bool is_reverse = false;
    bool is_protected = false;
    // Flags of `container`.
    std::uint8_t containers = 0;
    // Empty: none. @id, @vocab, @json, @none or an IRI.
    std::string type;
    // Nothing: the default of the context holds. An empty language means none.
    std::optional<std::string> language;
    std::optional<Direction> direction;
    // Empty: @index.
    std::string index;
    std::string nest;
    // Scoped context, owned by the document, the session or the processor; nullptr: none.
    const json::Value* context = nullptr;
    std::string base_url;

    bool has(std::uint8_t flags) const { return (containers & flags) != 0; }
    // Whether both mean the same, protection aside.
    bool means(const TermDefinition& other) const;
};

struct ActiveContext {
    // Empty: no base.
    std::string base;
    std::string original_base;
    std::optional<std::string> vocab;
    std::string language;
    Direction direction = Direction::none;
    // The context that holds again in the next node object.
    std::shared_ptr<const ActiveContext> previous;

    const TermDefinition* find(std::string_view term) const;
    bool has_protected_terms() const;

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    std::unordered_map<std::string, std::shared_ptr<const TermDefinition>, Hash, std::equal_to<>>
        terms;
};

using ContextPtr = std::shared_ptr<const ActiveContext>;

} // namespace moisson::rdf::jsonld
