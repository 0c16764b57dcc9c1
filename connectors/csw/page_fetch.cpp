// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "csw/page_fetch.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <iterator>

namespace moisson::csw {
namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

asio::awaitable<Result<void>> PageFetch::fetch_range(std::int64_t start, std::int64_t rows) {
    RecordsQuery query = query_;
    query.start = start;
    query.rows = rows;
    const bool first = page.requests == 0;
    const int retries = first ? retries_usual : retries_few;
    Result<AnsweredPage> answer = co_await service_->records(std::move(query), retries);
    if (answer.has_error()) {
        ++page.requests;
        co_return answer.error();
    }
    take(std::move(answer.value()));
    co_return Result<void>();
}

void PageFetch::take(AnsweredPage answer) {
    page.requests += answer.requests;
    page.retries += answer.retries;
    page.wire_bytes += answer.wire_bytes;
    body_bytes += answer.body_bytes;
    page.received += answer.wire.received;
    if (answer.wire.matched)
        page.advertised_count = answer.wire.matched;
    says_last = answer.wire.next_record == 0;
    append(page.issues, std::move(answer.issues));
    append(page.issues, std::move(answer.wire.issues));
    append(page.records, std::move(answer.wire.records));
    append(stamps, std::move(answer.wire.stamps));
}

} // namespace moisson::csw
