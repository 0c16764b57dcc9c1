// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/page_fetch.hpp"

#include "async/offload.hpp"
#include "kit/query.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>

namespace moisson::udata {
namespace {

// Without a known cap a range is one request.
constexpr std::int64_t size_max = 10'000;
// How often a server may lower its page size within one range.
constexpr int restarts_max = 4;

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

std::string list_tail(const Block& block, std::string_view sort) {
    std::string tail = "datasets/?page=" + std::to_string(block.number()) +
                       "&page_size=" + std::to_string(block.size);
    if (sort != unsorted)
        tail += "&sort=" + std::string(sort);
    return tail;
}

asio::awaitable<bool> ends_at(Api& api, std::int64_t start, std::string sort) {
    Block last;
    last.start = start - 1;
    last.size = 1;
    Result<Answer> answer =
        co_await api.get(list_tail(last, sort), std::string(inventory_fields), retries_few);
    if (answer.has_error())
        co_return false;
    const Result<Listing> listing = read_listing(answer->body);
    co_return listing.has_value() && listing->received == 1;
}

PageFetch::PageFetch(
    Api& api,
    asio::any_io_executor cpu,
    std::shared_ptr<const ReadOptions> options,
    Learned& learned,
    std::string sort
)
    : api_(&api), cpu_(std::move(cpu)), options_(std::move(options)), learned_(&learned),
      sort_(std::move(sort)) {}

asio::awaitable<Result<WirePage>> PageFetch::ask(std::string tail, bool one) {
    const int retries_max = first_ ? retries_usual : retries_few;
    first_ = false;
    Result<Answer> answer = co_await api_->get(std::move(tail), std::string(), retries_max);
    ++page.requests;
    if (answer.has_error())
        co_return answer.error();
    page.requests += std::max(answer->requests - 1, 0);
    page.retries += answer->retries;
    page.wire_bytes += answer->wire_bytes;
    body_bytes += answer->body.size();
    auto job = [body = std::move(answer->body), options = options_, one]() -> Result<WirePage> {
        if (!one)
            return read_datasets(body, *options);
        WirePage alone;
        alone.received = 1;
        read_dataset(body, *options, alone);
        return alone;
    };
    std::optional<Result<WirePage>> read;
    if (cpu_)
        read = co_await offload(cpu_, std::move(job));
    else
        read = job();
    if (read->has_value())
        append(read->value().issues, std::move(answer->issues));
    co_return std::move(*read);
}

void PageFetch::take(WirePage&& wire) {
    page.received += wire.received;
    append(page.issues, std::move(wire.issues));
    append(page.records, std::move(wire.records));
    append(updates, std::move(wire.updates));
    ids += wire.ids;
    envelope = wire.envelope;
    if (envelope.total) {
        page.advertised_count = envelope.total;
        learned_->total = *envelope.total;
    }
}

asio::awaitable<Result<PageFetch::Pieces>>
PageFetch::fetch_blocks(std::int64_t start, std::int64_t rows, bool whole) {
    Pieces pieces;
    const std::int64_t cap = learned_->cap > 0 ? learned_->cap : size_max;
    for (const Block& block : blocks_of(start, rows, cap)) {
        const bool known_end = learned_->total >= 0 && block.start >= learned_->total;
        // Only the first piece may look past the end: an empty page is what ends a crawl.
        if (known_end && block.start > start)
            break;
        Result<WirePage> piece = co_await ask(list_tail(block, sort_), false);
        if (piece.has_error()) {
            const Error& error = piece.error();
            bool absent =
                error.code == Code::http_4xx && error.detail.starts_with("404") && block.start > 0;
            // While nothing of the list is known, a piece of its first page may be past its end.
            if (absent && !known_end && (whole || learned_->total >= 0)) {
                absent = co_await ends_at(*api_, block.start, sort_);
                ++page.requests;
            }
            if (!absent)
                co_return error;
            past_end = block.start == start;
            break;
        }
        const std::int64_t used = piece->envelope.page_size.value_or(block.size);
        const bool smaller = used > 0 && used < block.size;
        if (smaller)
            learned_->cap = used;
        // A smaller page than asked for stands at another place of the list, except at its head.
        pieces.misplaced = smaller && !(whole && block.start == 0);
        pieces.pages.push_back(std::move(piece.value()));
        if (smaller)
            break;
    }
    co_return std::move(pieces);
}

asio::awaitable<Result<void>> PageFetch::fetch_range(std::int64_t start, std::int64_t rows) {
    const bool whole = first_;
    for (int restart = 0; restart < restarts_max; ++restart) {
        Result<Pieces> pieces = co_await fetch_blocks(start, rows, whole);
        if (pieces.has_error())
            co_return pieces.error();
        if (pieces->misplaced)
            continue;
        for (WirePage& wire : pieces->pages)
            take(std::move(wire));
        co_return Result<void>();
    }
    co_return Error(Code::page_stagnant, "the page size shrinks at every request");
}

asio::awaitable<Result<void>> PageFetch::fetch_one(std::string id) {
    Result<WirePage> shown = co_await ask("datasets/" + kit::percent_encoded(id) + "/", true);
    if (shown.has_value()) {
        take(std::move(shown.value()));
        co_return Result<void>();
    }
    const Error& error = shown.error();
    // 410 is the word of udata for what was deleted or archived.
    const bool gone = error.code == Code::http_4xx &&
                      (error.detail.starts_with("404") || error.detail.starts_with("410"));
    const bool of_this_record = error.code == Code::http_4xx ||
                                kit::may_be_one_record(error.code) || error.code == Code::bad_shape;
    if (!of_this_record)
        co_return error;
    Issue issue(gone ? Code::not_found : error.code, Stage::fetch, error.detail);
    issue.remote_id = std::move(id);
    page.issues.push_back(std::move(issue));
    if (!gone)
        ++page.skipped;
    co_return Result<void>();
}

} // namespace moisson::udata
