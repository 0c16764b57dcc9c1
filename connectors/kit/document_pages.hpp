// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Pages and inventories cut out of one document, and the cursor that says where a crawl of
// documents stands.
#pragma once

#include "core/result.hpp"
#include "kit/document_connector.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::kit {

// Which document a cursor speaks of, and the first record of the page.
struct DocumentPlace {
    // Of the document the record was counted in; empty for one that was not opened yet.
    std::string digest;
    std::size_t record = 0;
    // Empty for the first document.
    std::string url;
    // Nobody named that document: `digest` is that of the one before it.
    bool guessed = false;
};

std::string to_cursor(const DocumentPlace& place);
// INVALID_ARGUMENT when the text is not one of ours.
Result<DocumentPlace> document_place_of(std::string_view cursor);

// The error of an address where no document is: 4xx, or something else than a document.
bool is_no_document(const Error& error);

// Whether an address ends in a parameter `page` with a number.
bool has_page_number(std::string_view url);
// The address of the page after `url`: one number more, or the second page of a document with as
// many records as servers put on a page. Empty when neither speaks for one.
std::string next_numbered(std::string_view url, std::size_t listed);

// Records [first, last) as a page; `last` is where the next one begins.
struct DocumentCut {
    Page page;
    std::size_t last = 0;
};
DocumentCut cut_page(const DocumentContents& contents, std::size_t first, std::size_t records_max);

// Every record with its stamp. One that has an id but cannot be read has no stamp, so that it is
// fetched, and told, as one that changed; one without an id is told here.
InventoryPage take_inventory(const DocumentContents& contents);

void add_stamps(Page& page);

// What a probe says of a catalogue of one document: its digest, and the validators to ask again
// with.
std::string mark_of(std::string_view digest, const Validators& validators);
Validators validators_of_mark(std::string_view mark);
// Whether the mark is of this version of the document; servers give new validators to old bytes.
bool same_document(std::string_view mark, std::string_view digest);

// Name of a version of a document.
std::string document_digest(const net::Body& body);

} // namespace moisson::kit
