// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/page_fetch.hpp"

#include "async/offload.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>

namespace moisson::ckan {
namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

asio::awaitable<Result<void>> PageFetch::fetch_range(std::int64_t start, std::int64_t rows) {
    Parameters parameters;
    const std::string action =
        way_ == by_list ? "current_package_list_with_resources" : "package_search";
    if (way_ == by_list) {
        parameters.emplace_back("limit", std::to_string(rows));
        parameters.emplace_back("offset", std::to_string(start));
    } else {
        std::string filter = changed_;
        if (const std::string wanted = solr_filter(options_->filters); !wanted.empty())
            filter += (filter.empty() ? "" : " ") + wanted;
        if (!filter.empty())
            parameters.emplace_back("fq", filter);
        parameters.emplace_back(
            "sort",
            way_ == by_change ? "metadata_modified asc, id asc" : "id asc"
        );
        parameters.emplace_back("rows", std::to_string(rows));
        parameters.emplace_back("start", std::to_string(start));
    }
    const int retries_max = first_ ? retries_usual : retries_few;
    first_ = false;
    const std::int64_t received_before = page.received;
    const std::int64_t left_out_before = left_out;
    Result<void> read = co_await ask(action, std::move(parameters), retries_max);
    // The search was asked for those that pass only. They are not named one by one: a record that
    // an issue names is still at the source.
    if (left_out > left_out_before && way_ != by_list)
        page.issues.emplace_back(
            Code::filter_ignored,
            Stage::fetch,
            std::to_string(left_out - left_out_before) + " of " +
                std::to_string(page.received - received_before)
        );
    co_return read;
}

asio::awaitable<Result<void>>
PageFetch::ask(std::string action, Parameters parameters, int retries_max) {
    Result<Answer> answer =
        co_await actions_->get(std::move(action), std::move(parameters), retries_max);
    ++page.requests;
    if (answer.has_error())
        co_return answer.error();
    page.requests += std::max(answer->requests - 1, 0);
    page.retries += answer->retries;
    page.wire_bytes += answer->wire_bytes;
    body_bytes += answer->body.size();
    append(page.issues, std::move(answer->issues));
    auto job = [body = std::move(answer->body), options = options_] {
        return read_packages(body, *options);
    };
    std::optional<Result<WirePage>> read;
    if (cpu_)
        read = co_await offload(cpu_, std::move(job));
    else
        read = job();
    if (read->has_error())
        co_return read->error();
    WirePage& wire = read->value();
    page.received += wire.received;
    if (wire.count)
        page.advertised_count = wire.count;
    append(page.issues, std::move(wire.issues));
    left_out += wire.left_out;
    append(page.records, std::move(wire.records));
    co_return Result<void>();
}

} // namespace moisson::ckan
