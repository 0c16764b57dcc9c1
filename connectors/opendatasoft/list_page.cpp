// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendatasoft/list_page.hpp"

#include "async/offload.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>

namespace moisson::opendatasoft {
namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

void add_answer(const Answer& answer, kit::Page& page) {
    page.requests += std::max(answer.requests, 1);
    page.retries += answer.retries;
    page.wire_bytes += answer.wire_bytes;
}

void add_records(WirePage wire, kit::Page& page) {
    page.received += wire.received;
    append(page.issues, std::move(wire.issues));
    append(page.records, std::move(wire.records));
}

asio::awaitable<Result<Answer>> ListPage::ask(std::int64_t start, std::int64_t rows) {
    Window window(start, rows);
    window.order = order_;
    if (!first_)
        window.retries_max = retries_few;
    Result<Answer> answer = co_await explore_->page(dialect_, selection_, window);
    const bool refused = answer.has_error() && answer.error().code == Code::http_4xx;
    if (!refused || !first_ || order_ == Order::none)
        co_return answer;
    // A portal that cannot sort by a date some datasets lack.
    order_ = Order::none;
    window.order = order_;
    Result<Answer> unordered = co_await explore_->page(dialect_, selection_, window);
    if (unordered.has_error())
        co_return answer;
    co_return unordered;
}

asio::awaitable<Result<void>> ListPage::fetch_range(std::int64_t start, std::int64_t rows) {
    Result<Answer> answer = co_await ask(start, rows);
    first_ = false;
    if (answer.has_error()) {
        ++page.requests;
        co_return answer.error();
    }
    add_answer(*answer, page);
    const std::shared_ptr<const Document> document = answer->document;
    body_bytes += document->body.size();
    if (document->count)
        count = document->count;
    append(page.issues, document->issues);
    auto job = [document, options = options_] {
        return read_datasets(*document, 0, document->datasets.size(), *options);
    };
    WirePage wire;
    if (cpu_)
        wire = co_await offload(cpu_, std::move(job));
    else
        wire = job();
    add_records(std::move(wire), page);
    co_return Result<void>();
}

asio::awaitable<Result<ListOutcome>>
fetch_list_page(ListPage& list, kit::OffsetState offset, kit::PageSizes sizes) {
    kit::OffsetPage outcome;
    const std::int64_t rows = std::min<std::int64_t>(offset.rows, list_window - 1 - offset.start);
    Result<kit::RangeOutcome> got =
        co_await kit::fetch_or_bisect(list, offset.start, rows, "dataset", list.page.issues);
    if (got.has_error())
        co_return got.error();
    outcome.troubled = got->troubled;
    outcome.skipped = got->skipped;
    ListOutcome result;
    result.page = std::move(list.page);
    result.page.skipped = outcome.skipped;
    result.page.body_digest = page_digest(result.page.records);
    outcome.received = result.page.received;
    outcome.count = list.count;
    outcome.body_bytes = list.body_bytes;
    result.next = kit::advance(offset, outcome, sizes);
    if (result.next && result.next->start >= list_window - 1) {
        result.page.issues.emplace_back(
            Code::limit_reached,
            Stage::fetch,
            "the list shows no more than " + std::to_string(list_window) + " datasets"
        );
        result.page.skipped +=
            std::max<std::int64_t>(1, list.count.value_or(0) - result.next->start);
        result.next.reset();
    }
    co_return result;
}

} // namespace moisson::opendatasoft
