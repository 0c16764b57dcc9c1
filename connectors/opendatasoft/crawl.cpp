// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendatasoft/crawl.hpp"

#include "async/offload.hpp"
#include "opendatasoft/list_page.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>

namespace moisson::opendatasoft {
namespace {

// Datasets of one page that is cut from an export.
constexpr int document_page_rows = 200;
// Ends chosen and exports tried for one page: each one halves the part.
constexpr int attempts_max = 16;

Issue warning(const Error& error, std::string_view place) {
    Issue issue(error.code, Stage::fetch, std::string(place) + ": " + error.detail);
    issue.severity = Severity::warning;
    return issue;
}

// Costs and issues of what went before a page.
void add_before(kit::Page before, kit::Page& page) {
    page.requests += before.requests;
    page.retries += before.retries;
    page.wire_bytes += before.wire_bytes;
    page.issues.insert(
        page.issues.begin(),
        std::make_move_iterator(before.issues.begin()),
        std::make_move_iterator(before.issues.end())
    );
}

// Where a resumed run stands in a document that was asked again: after the last dataset it read, or
// as far as before when that one is gone.
std::int64_t place_in(const Document& document, std::int64_t at, const std::string& after) {
    const auto size = static_cast<std::int64_t>(document.datasets.size());
    if (at == 0 || after.empty())
        return std::min(at, size);
    if (at <= size && id_of(document.datasets[static_cast<std::size_t>(at - 1)].bytes) == after)
        return at;
    for (std::int64_t i = 0; i < size; ++i) {
        if (id_of(document.datasets[static_cast<std::size_t>(i)].bytes) == after)
            return i + 1;
    }
    return std::min(at, size);
}

} // namespace

bool may_be_listed(const Error& error) {
    return kit::may_be_one_record(error.code) || error.code == Code::http_4xx ||
           error.code == Code::not_json || error.code == Code::bad_shape;
}

kit::PageSizes Crawl::list_sizes(Dialect dialect) const {
    kit::PageSizes sizes;
    sizes.max = dialect == Dialect::v1 ? 1000 : 100;
    if (page_size_ > 0) {
        sizes.max = std::min(sizes.max, page_size_);
        sizes.min = std::min(sizes.min, sizes.max);
        sizes.first = sizes.max;
    }
    return sizes;
}

asio::awaitable<Result<kit::Page>> Crawl::next(Since since, kit::Cursor cursor) {
    if (!cursor.value.empty()) {
        Result<Position> position = position_from_cursor(cursor.value);
        if (position.has_error())
            co_return position.error();
        explore_->use(position->dialect);
        Result<kit::Page> page = co_await page_at(std::move(position.value()), since);
        co_return page;
    }
    Result<Answer> opened = co_await explore_->open();
    if (opened.has_error())
        co_return opened.error();
    const std::optional<std::int64_t> total = opened->document->count;
    Position first;
    first.dialect = *explore_->dialect();
    first.way = first.dialect == Dialect::v1 ? Way::list : Way::document;
    if (!since && total.value_or(0) > part_datasets_max)
        first.part = Part::dated;
    Result<kit::Page> page = co_await page_at(first, since);
    if (page.has_error())
        co_return page;
    add_answer(*opened, page.value());
    if (!since)
        page->advertised_count = total;
    co_return page;
}

asio::awaitable<Result<kit::Page>> Crawl::page_at(Position position, Since since) {
    kit::Page page;
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        if (position.part == Part::dated && !position.end_chosen) {
            const Result<void> chosen = co_await choose_end(position, page);
            if (chosen.has_error())
                co_return chosen.error();
        }
        if (position.way == Way::list)
            break;
        const Result<void> loaded = co_await load(position, since, page);
        if (loaded.has_value()) {
            Result<kit::Page> read = co_await document_page(std::move(position), std::move(page));
            co_return read;
        }
        const Error& error = loaded.error();
        // A part that was begun as an export cannot go on as a list: their orders differ.
        if (position.at > 0 || !may_be_listed(error))
            co_return error;
        const bool smaller = error.code == Code::too_large && position.part != Part::undated &&
                             position.part_datasets / 2 >= part_datasets_min;
        if (smaller) {
            position.part = Part::dated;
            position.part_datasets /= 2;
            position.to.reset();
            position.end_chosen = false;
            continue;
        }
        page.issues.push_back(warning(error, "exports/json"));
        position.way = Way::list;
    }
    Result<kit::Page> listed = co_await list_page(std::move(position), since, std::move(page));
    co_return listed;
}

// The end of a dated part is the `modified` of the dataset that follows as many as a part may hold.
asio::awaitable<Result<void>> Crawl::choose_end(Position& position, kit::Page& page) {
    Selection selection;
    selection.from = position.from;
    const Window window(position.part_datasets, 1);
    Result<Answer> answer = co_await explore_->page(position.dialect, selection, window);
    position.end_chosen = true;
    position.to.reset();
    if (answer.has_error()) {
        if (answer.error().code != Code::http_4xx)
            co_return answer.error();
        // No dates to ask by: the catalogue is read in one piece.
        page.issues.push_back(warning(answer.error(), "where=modified"));
        position.part = Part::whole;
        co_return Result<void>();
    }
    add_answer(*answer, page);
    const Document& document = *answer->document;
    if (document.datasets.empty())
        co_return Result<void>();
    const std::optional<Instant> end =
        instant_of_modified(modified_of(document.datasets.front().bytes));
    if (!end)
        co_return Result<void>();
    // More datasets share this second than a part may hold: they are one part.
    const Instant after_from =
        position.from ? *position.from + std::chrono::seconds(1) : Instant::min();
    position.to = std::max(*end, after_from);
    co_return Result<void>();
}

asio::awaitable<Result<void>> Crawl::load(Position& position, Since since, kit::Page& page) {
    const Selection selection = position.selection(since);
    if (held_ && held_->selection == selection)
        co_return Result<void>();
    held_.reset();
    Result<Answer> answer =
        co_await explore_
            ->exported(position.dialect, selection, std::string(), limits::page_body_bytes);
    if (answer.has_error())
        co_return answer.error();
    add_answer(*answer, page);
    Held held;
    held.selection = selection;
    held.document = answer->document;
    page.issues
        .insert(page.issues.end(), held.document->issues.begin(), held.document->issues.end());
    if (position.at > 0) {
        auto job = [document = held.document, at = position.at, after = position.after] {
            return place_in(*document, at, after);
        };
        if (cpu_)
            position.at = co_await offload(cpu_, std::move(job));
        else
            position.at = job();
    }
    held_ = std::move(held);
    co_return Result<void>();
}

asio::awaitable<Result<kit::Page>> Crawl::document_page(Position position, kit::Page page) {
    const std::shared_ptr<const Document> document = held_->document;
    const auto rows = static_cast<std::size_t>(page_size_ > 0 ? page_size_ : document_page_rows);
    const auto first = static_cast<std::size_t>(position.at);
    std::size_t last = first;
    std::size_t bytes = 0;
    while (last < document->datasets.size() && last - first < rows &&
           bytes < kit::comfortable_body_bytes)
        bytes += document->datasets[last++].bytes.size();
    auto job = [document, first, last, options = options_] {
        return read_datasets(*document, first, last, *options);
    };
    WirePage wire;
    if (cpu_)
        wire = co_await offload(cpu_, std::move(job));
    else
        wire = job();
    add_records(std::move(wire), page);
    page.body_digest = page_digest(page.records);
    if (last < document->datasets.size()) {
        position.at = static_cast<std::int64_t>(last);
        position.after = id_of(document->datasets[last - 1].bytes);
        page.next = kit::Cursor{to_cursor(position)};
        co_return page;
    }
    held_.reset();
    if (const std::optional<Position> next = position.next_part(); next)
        page.next = kit::Cursor{to_cursor(*next)};
    co_return page;
}

asio::awaitable<Result<kit::Page>>
Crawl::list_page(Position position, Since since, kit::Page page) {
    const kit::PageSizes sizes = list_sizes(position.dialect);
    if (position.offset.rows == 0) {
        position.offset.rows = sizes.first;
        position.offset.way = "l";
    }
    ListPage list(*explore_, cpu_, options_, position.dialect, position.selection(since));
    Result<ListOutcome> got = co_await fetch_list_page(list, position.offset, sizes);
    if (got.has_error())
        co_return got.error();
    add_before(std::move(page), got->page);
    std::optional<Position> next;
    if (got->next) {
        position.offset = *got->next;
        next = std::move(position);
    } else {
        next = position.next_part();
    }
    if (next)
        got->page.next = kit::Cursor{to_cursor(*next)};
    co_return std::move(got->page);
}

} // namespace moisson::opendatasoft
