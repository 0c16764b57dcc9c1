// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The work on one page of an inventory: what of it is as the store has it, and what bodies are
// wanted. And the cursors of an inventory run: its list, then its bodies. Pure.
#pragma once

#include "harvest/page_work.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::harvest {

// Bodies of one page: what a crash may cost.
inline constexpr std::size_t bodies_per_page = 100;

// As stored: a page of the list by the connector's own cursor, or a page of bodies by its number.
std::string list_cursor(std::string_view connector_cursor);
std::string bodies_cursor(std::size_t page);

struct InventoryPlace {
    // Of the list; empty at its beginning.
    std::string list;
    // The list is done.
    std::optional<std::size_t> bodies;
};
// INVALID_ARGUMENT when the text is not one of ours; the empty one is the beginning.
Result<InventoryPlace> inventory_place(std::string_view cursor);

// `numbered` has the page without its entries. After the last one come the bodies.
store::PageCommit build_list_commit(
    const NumberedPage& numbered,
    const std::vector<kit::InventoryEntry>& entries,
    const std::vector<store::ListedRecord>& known,
    const PageContext& context
);

// Prepares a page of bodies that were asked for: records get the stamps of the list, and what was
// listed but not answered for is told, so that it does not vanish.
void settle_bodies(const std::vector<store::StampedId>& asked, kit::Page& page);

} // namespace moisson::harvest
