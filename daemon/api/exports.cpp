// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/datasets.csv and .ndjson: every result of a search, made while it is sent. The index
// gives the ids by cursor, the store the datasets: memory holds one step of each.
#include "api/export_line.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "net/server/client_turns.hpp"
#include "search/walk.hpp"
#include "views/catalog_csv.hpp"
#include "views/search_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace moisson::api {
namespace {

// Each holds a connection of the database for a part of its time.
constexpr int exports_at_once = 4;
// Datasets of one part: some milliseconds of the io thread.
constexpr std::size_t part_rows = 50;

// Of those: a client that reads slowly keeps its turns for as long as it likes.
constexpr int exports_of_client = 2;

// Counts an export for as long as it lives, whoever ends it.
class Turn {
public:
    explicit Turn(std::string_view address) : client_(net::client_key(address)) {
        const std::scoped_lock lock(running().mutex);
        ++running().all;
        allowed_ =
            ++running().of_client[client_] <= exports_of_client && running().all <= exports_at_once;
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
        const std::scoped_lock lock(running().mutex);
        --running().all;
        const auto mine = running().of_client.find(client_);
        if (--mine->second == 0)
            running().of_client.erase(mine);
    }
    bool allowed() const { return allowed_; }

private:
    struct Running {
        std::mutex mutex;
        int all = 0;
        std::map<std::string, int, std::less<>> of_client;
    };
    static Running& running() {
        static Running counts;
        return counts;
    }
    std::string client_;
    bool allowed_ = false;
};

enum class Shape { csv, ndjson };

struct Export {
    Export(const Site& where, Shape wanted, std::string_view client)
        : site(where), shape(wanted), turn(client) {}

    const Site& site;
    const Shape shape;
    Turn turn;
    views::CsvForm form;
    std::vector<std::string> fields;
    std::string lang;
    search::SearchQuery query;
    // Found and not yet read.
    std::deque<std::pair<DatasetId, views::FreshnessView>> waiting;
    bool is_last = false;
    std::string ready;
};

using ExportPtr = std::shared_ptr<Export>;

// The next ids of the walk.
asio::awaitable<Result<void>> look_further(ExportPtr walk) {
    search::SearchQuery query = walk->query;
    const Result<views::SearchPage> page =
        co_await walk->site.views.search(std::move(query), walk->lang);
    if (!page)
        co_return page.error();
    for (const views::SearchHit& hit : page->hits)
        walk->waiting.emplace_back(hit.record.id, hit.freshness);
    walk->is_last = !page->result.next_cursor;
    walk->query.cursor = page->result.next_cursor.value_or("*");
    co_return Result<void>();
}

std::string
line_of(const Export& walk, const store::ExportRow& row, const views::FreshnessView& freshness) {
    if (walk.shape == Shape::csv)
        return views::catalogue_line(row, freshness, walk.site.options.public_url, walk.form);
    const JsonContext context{walk.site.options.public_url, walk.site.labels, walk.lang};
    return export_line(select_fields(export_json(context, row, freshness), walk.fields));
}

asio::awaitable<Result<std::string>> next_part(ExportPtr walk) {
    if (!walk->ready.empty())
        co_return std::exchange(walk->ready, {});
    std::string lines;
    // An empty part would be the end: what was taken down meanwhile gives no line.
    while (lines.empty()) {
        if (walk->waiting.empty()) {
            if (walk->is_last)
                break;
            const Result<void> found = co_await look_further(walk);
            if (!found)
                co_return found.error();
            continue;
        }
        std::vector<Uuid> ids;
        std::unordered_map<DatasetId, views::FreshnessView> verdicts;
        while (ids.size() < part_rows && !walk->waiting.empty()) {
            ids.push_back(walk->waiting.front().first.uuid);
            verdicts.insert(std::move(walk->waiting.front()));
            walk->waiting.pop_front();
        }
        const Result<std::vector<store::ExportRow>> rows =
            co_await walk->site.options.exports->rows(std::move(ids));
        if (!rows)
            co_return rows.error();
        for (const store::ExportRow& row : *rows)
            lines += line_of(*walk, row, verdicts[row.record.id]);
    }
    co_return lines;
}

// What the search would show is what is exported: words that no dataset has are corrected there,
// and a cursor never corrects.
asio::awaitable<Result<void>> settle_words(ExportPtr walk) {
    search::SearchQuery query = walk->query;
    query.cursor.reset();
    query.sort.reset();
    query.page_size = 0;
    const Result<views::SearchPage> page =
        co_await walk->site.views.search(std::move(query), walk->lang);
    if (!page)
        co_return page.error();
    if (!page->result.literal.empty())
        walk->query.text = page->result.suggestion;
    co_return Result<void>();
}

// The parameters of the search; those of its pages mean nothing here.
routes::Query search_part(routes::Query query) {
    for (const std::string_view name :
         {"page", "page_size", "cursor", "facets", "explain", "delimiter", "bom", "fields"})
        query = routes::without(std::move(query), name);
    return routes::canonical_search(std::move(query));
}

net::ServerResponse busy(const net::ServerRequest& request) {
    net::ServerResponse response = problem(
        503,
        "busy",
        "Trop d’exports à la fois",
        "D’autres exports sont en cours : redemandez celui-ci dans un moment, ou prenez le "
        "catalogue entier parmi les fichiers de la nuit (/api/v1/dumps).",
        request
    );
    response.headers.emplace_back("Retry-After", "30");
    return response;
}

std::vector<std::string> fields_of(const routes::Query& query) {
    std::vector<std::string> fields;
    for (const auto& [name, value] : query)
        if (name == "fields") {
            routes::ParsedSearch parsed = routes::parse_search({{name, value}});
            fields = std::move(parsed.parameters.fields);
        }
    return fields;
}

asio::awaitable<net::ServerResponse> send(ExportPtr walk, Call call) {
    if (!walk->turn.allowed())
        co_return busy(call.request);
    if (!walk->query.text.empty()) {
        const Result<void> settled = co_await settle_words(walk);
        if (!settled)
            co_return problem_of(settled.error(), call.request);
    }
    // What fails before the answer begins is still a problem document; what fails later ends the
    // answer without its last chunk.
    Result<std::string> first = co_await next_part(walk);
    if (!first)
        co_return problem_of(first.error(), call.request);
    const bool csv = walk->shape == Shape::csv;
    walk->ready = (csv ? views::catalogue_head(walk->form) : std::string()) + *first;
    net::ServerResponse response;
    response.content_type =
        csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back(
        "Content-Disposition",
        fmt::format("attachment; filename=\"moisson-jeux-de-donnees.{}\"", csv ? "csv" : "ndjson")
    );
    response.etag = false;
    mark_stale(walk->site, response);
    response.stream = [walk] { return next_part(walk); };
    co_return response;
}

asio::awaitable<net::ServerResponse> answer(const Site& site, Call call, Shape shape) {
    if (site.options.exports == nullptr)
        co_return problem_of(Error(Code::not_found), call.request);
    routes::ParsedSearch parsed = routes::parse_search(search_part(call.query));
    ParsedForm form = parse_csv_form(call.query);
    parsed.problems.insert(parsed.problems.end(), form.problems.begin(), form.problems.end());
    std::vector<std::string> fields = fields_of(call.query);
    if (shape == Shape::ndjson)
        check_fields(fields, export_fields(), parsed.problems);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, {});
    const routes::SearchParameters& parameters = parsed.parameters;
    auto walk = std::make_shared<Export>(site, shape, call.request.client_address);
    walk->form = form.form;
    walk->fields = std::move(fields);
    walk->lang = parameters.lang_ui;
    walk->query = views::to_search_query(parameters, {});
    walk->query.cursor = "*";
    walk->query.page_size = search::walk_step_max;
    // A walk by relevance does not exist.
    if (walk->query.sort == search::Sort::pertinence)
        walk->query.sort.reset();
    net::ServerResponse response = co_await send(std::move(walk), std::move(call));
    co_return response;
}

} // namespace

asio::awaitable<net::ServerResponse> export_csv(const Site& site, Call call) {
    net::ServerResponse response = co_await answer(site, std::move(call), Shape::csv);
    co_return response;
}

asio::awaitable<net::ServerResponse> export_ndjson(const Site& site, Call call) {
    net::ServerResponse response = co_await answer(site, std::move(call), Shape::ndjson);
    co_return response;
}

} // namespace moisson::api
