// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendatasoft/by_id.hpp"

#include "kit/bisection.hpp"
#include "kit/body.hpp"
#include "opendatasoft/list_page.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <set>
#include <span>

namespace moisson::opendatasoft {
namespace {

// Two terms for each: the address stays far below limits::url_bytes.
constexpr std::size_t ids_per_request = 20;

void add_issue(Code code, std::string id, std::string detail, kit::Page& page) {
    Issue issue(code, Stage::fetch, std::move(detail));
    issue.remote_id = std::move(id);
    page.issues.push_back(std::move(issue));
}

// The dataset that broke an answer costs itself alone.
bool is_of_one_record(const Error& error) {
    return error.code == Code::http_4xx || error.code == Code::bad_shape ||
           error.code == Code::not_json || kit::may_be_one_record(error.code);
}

bool is_gone(const Error& error) {
    return error.code == Code::http_4xx &&
           (error.detail.starts_with("404") || error.detail.starts_with("410"));
}

class ById {
public:
    ById(Explore& explore, const ReadOptions& options) : explore_(explore), options_(options) {}

    asio::awaitable<Result<void>> search(std::vector<std::string> ids);
    asio::awaitable<Result<void>> lookup(std::string id);

    kit::Page page;

private:
    void add_missing(std::span<const std::string> ids, const std::set<std::string>& found);

    Explore& explore_;
    const ReadOptions& options_;
};

void ById::add_missing(std::span<const std::string> ids, const std::set<std::string>& found) {
    for (const std::string& id : ids) {
        if (!found.contains(id))
            add_issue(Code::not_found, id, "not in the catalogue", page);
    }
}

// One question for several; for each of them alone when the answer breaks.
asio::awaitable<Result<void>> ById::search(std::vector<std::string> ids) {
    Parameters parameters;
    parameters.emplace_back("where", where_ids(ids));
    parameters.emplace_back("limit", "100");
    parameters.emplace_back("timezone", "UTC");
    Ask ask(*explore_.dialect(), "catalog/datasets", std::move(parameters));
    ask.retries_max = retries_few;
    Result<Answer> answer = co_await explore_.list(std::move(ask));
    if (answer.has_error()) {
        ++page.requests;
        if (!is_of_one_record(answer.error()))
            co_return answer.error();
        if (ids.size() == 1) {
            add_issue(answer.error().code, ids.front(), answer.error().detail, page);
            ++page.skipped;
            co_return Result<void>();
        }
        for (const std::string& id : ids) {
            std::vector<std::string> one{id};
            Result<void> asked = co_await search(std::move(one));
            if (asked.has_error())
                co_return asked.error();
        }
        co_return Result<void>();
    }
    add_answer(*answer, page);
    const Document& document = *answer->document;
    std::set<std::string> found;
    for (const kit::JsonSpan& span : document.datasets)
        found.insert(id_of(span.bytes));
    WirePage wire = read_datasets(document, 0, document.datasets.size(), options_);
    for (const kit::WireRecord& record : wire.records)
        found.insert(record.alias);
    add_records(std::move(wire), page);
    // A portal that does not understand the question shows others than those asked for.
    const bool understood = document.datasets.size() <= 2 * ids.size();
    if (understood)
        add_missing(ids, found);
    co_return Result<void>();
}

// v1 knows its datasets by name.
asio::awaitable<Result<void>> ById::lookup(std::string id) {
    Result<net::Response> sent = co_await explore_.lookup(id);
    ++page.requests;
    if (sent.has_error()) {
        if (!is_of_one_record(sent.error()))
            co_return sent.error();
        if (!is_gone(sent.error()))
            ++page.skipped;
        add_issue(
            is_gone(sent.error()) ? Code::not_found : sent.error().code,
            std::move(id),
            sent.error().detail,
            page
        );
        co_return Result<void>();
    }
    page.wire_bytes += sent->wire_bytes;
    WirePage wire;
    wire.received = 1;
    if (const Result<void> ready = kit::prepare_json_body(sent.value(), wire.issues);
        ready.has_error()) {
        add_issue(ready.error().code, std::move(id), ready.error().detail, page);
        ++page.skipped;
        co_return Result<void>();
    }
    read_dataset(sent->body, options_, wire);
    add_records(std::move(wire), page);
    co_return Result<void>();
}

} // namespace

asio::awaitable<Result<kit::Page>>
fetch_by_id(Explore& explore, const ReadOptions& options, std::vector<std::string> remote_ids) {
    if (!explore.dialect()) {
        Result<Answer> opened = co_await explore.open();
        if (opened.has_error())
            co_return opened.error();
    }
    const std::size_t step = *explore.dialect() == Dialect::v1 ? 1 : ids_per_request;
    ById by_id(explore, options);
    for (std::size_t from = 0; from < remote_ids.size(); from += step) {
        const std::size_t to = std::min(from + step, remote_ids.size());
        std::vector<std::string> some(
            remote_ids.begin() + static_cast<std::ptrdiff_t>(from),
            remote_ids.begin() + static_cast<std::ptrdiff_t>(to)
        );
        std::optional<Error> failed;
        if (step == 1) {
            const Result<void> asked = co_await by_id.lookup(std::move(some.front()));
            if (asked.has_error())
                failed = asked.error();
        } else {
            const Result<void> asked = co_await by_id.search(std::move(some));
            if (asked.has_error())
                failed = asked.error();
        }
        if (failed)
            co_return *failed;
    }
    by_id.page.body_digest = page_digest(by_id.page.records);
    co_return std::move(by_id.page);
}

} // namespace moisson::opendatasoft
