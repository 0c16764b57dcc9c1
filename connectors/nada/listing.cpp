// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "nada/listing.hpp"

#include "async/offload.hpp"
#include "core/limits.hpp"
#include "kit/unidentified.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>
#include <set>

namespace moisson::nada {
namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

// One page under construction: whole, or in the pieces of a bisection.
class PageFetch final : public kit::RangeFetcher {
public:
    PageFetch(Api& api, asio::any_io_executor cpu, std::shared_ptr<const ReadOptions> options)
        : api_(&api), cpu_(std::move(cpu)), options_(std::move(options)) {}

    asio::awaitable<Result<void>> fetch_range(std::int64_t start, std::int64_t rows) override {
        if (start % rows == 0) {
            Result<void> asked = co_await ask(start / rows + 1, rows);
            co_return asked;
        }
        // Pages start at multiples of their size only: one record each always does.
        for (std::int64_t i = 0; i < rows; ++i) {
            Result<void> asked = co_await ask(start + i + 1, 1);
            if (asked.has_error())
                co_return asked;
        }
        co_return Result<void>();
    }

    ListedPage page;

private:
    asio::awaitable<Result<void>> ask(std::int64_t number, std::int64_t rows) {
        const bool first = page.requests == 0;
        const int retries = first ? retries_usual : retries_few;
        Result<Answer> answer = co_await api_->search(number, rows, retries);
        ++page.requests;
        if (answer.has_error())
            co_return answer.error();
        page.requests += std::max(answer->requests - 1, 0);
        page.retries += answer->retries;
        page.wire_bytes += answer->wire_bytes;
        page.certificate_expires = answer->certificate_expires;
        append(page.issues, std::move(answer->issues));
        auto job = [body = std::move(answer->body), options = options_] {
            return read_search(body, *options);
        };
        std::optional<Result<Listing>> read;
        if (cpu_)
            read = co_await offload(cpu_, std::move(job));
        else
            read = job();
        if (read->has_error())
            co_return read->error();
        Listing& listing = read->value();
        // A piece of a page that comes back whole is not the piece that was asked.
        if (!first && listing.received > rows)
            co_return Error(Code::bad_shape, "the page size is not honoured");
        page.received += listing.received;
        page.limit = listing.limit;
        if (listing.found)
            page.found = listing.found;
        append(page.issues, std::move(listing.issues));
        append(page.rows, std::move(listing.rows));
        co_return Result<void>();
    }

    Api* api_;
    asio::any_io_executor cpu_;
    std::shared_ptr<const ReadOptions> options_;
};

} // namespace

std::string mark_of(const ListedPage& page) {
    if (page.next || page.skipped > 0 || !page.issues.empty())
        return {};
    Sha256 digest;
    for (const Row& row : page.rows)
        digest.update(row.stamp + "\n");
    return std::to_string(page.received) + ' ' + to_hex(digest.finish());
}

asio::awaitable<Result<ListedPage>> Listings::fetch(kit::OffsetState state) {
    PageFetch fetch(*api_, cpu_, options_);
    Result<kit::RangeOutcome> got =
        co_await kit::fetch_or_bisect(fetch, state.start, state.rows, "study", fetch.page.issues);
    if (got.has_error())
        co_return got.error();
    fetch.page.skipped = got->skipped;
    PageOutcome outcome;
    outcome.received = fetch.page.received + fetch.page.skipped;
    outcome.found = fetch.page.found;
    // Pieces say their own size.
    outcome.limit = got->troubled ? state.rows : fetch.page.limit;
    fetch.page.next = next_page(state, outcome);
    co_return std::move(fetch.page);
}

asio::awaitable<Result<std::vector<Row>>> Listings::all() {
    std::vector<Row> rows;
    std::set<std::string> known;
    kit::OffsetState start;
    start.rows = listing_size;
    std::optional<kit::OffsetState> state = start;
    for (std::size_t page = 0; state && page < limits::pages_per_run; ++page) {
        Result<ListedPage> listed = co_await fetch(*state);
        if (listed.has_error())
            co_return listed.error();
        // An id list with holes is no base for deletions.
        if (listed->skipped > 0)
            co_return Error(Code::api_error, "rows that no request could get");
        if (const Result<void> whole = kit::whole_list(listed->issues); whole.has_error())
            co_return whole.error();
        bool something_new = false;
        for (Row& row : listed->rows) {
            if (!known.insert(row.record.remote_id).second)
                continue;
            something_new = true;
            rows.push_back(std::move(row));
        }
        // Rows that the filters refuse are no sign of a circle.
        const bool circle = !something_new && !listed->rows.empty();
        state = circle ? std::nullopt : listed->next;
    }
    co_return rows;
}

} // namespace moisson::nada
