// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Crawl: pages of a catalogue, cut from its export. The export of a part is held between two pages,
// so that it is downloaded once; a run that resumes asks for it again and goes on after the last
// dataset it read.
#pragma once

#include "opendatasoft/explore.hpp"
#include "opendatasoft/position.hpp"

#include <memory>
#include <optional>

namespace moisson::opendatasoft {

using Since = std::optional<Instant>;

// The paged list may do where the export does not.
bool may_be_listed(const Error& error);

class Crawl {
public:
    // `explore` outlives this object. `page_size`: 0 = as the API likes.
    Crawl(
        Explore& explore,
        asio::any_io_executor cpu,
        std::shared_ptr<const ReadOptions> options,
        int page_size
    )
        : explore_(&explore), cpu_(std::move(cpu)), options_(std::move(options)),
          page_size_(page_size) {}

    // The page at a cursor, of everything or of what changed at or after `since`.
    asio::awaitable<Result<kit::Page>> next(Since since, kit::Cursor cursor);

private:
    // An export, and which part it is.
    struct Held {
        Selection selection;
        std::shared_ptr<const Document> document;
    };

    asio::awaitable<Result<kit::Page>> page_at(Position position, Since since);
    asio::awaitable<Result<void>> choose_end(Position& position, kit::Page& page);
    asio::awaitable<Result<void>> load(Position& position, Since since, kit::Page& page);
    asio::awaitable<Result<kit::Page>> document_page(Position position, kit::Page page);
    asio::awaitable<Result<kit::Page>> list_page(Position position, Since since, kit::Page page);
    kit::PageSizes list_sizes(Dialect dialect) const;

    Explore* explore_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
    int page_size_;
    // Asked again when it is not held.
    std::optional<Held> held_;
};

} // namespace moisson::opendatasoft
