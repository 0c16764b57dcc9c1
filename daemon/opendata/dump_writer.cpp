// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/dump_writer.hpp"

#include "api/export_line.hpp"
#include "async/offload.hpp"
#include "core/limits.hpp"
#include "text/email_mask.hpp"
#include "views/catalog_csv.hpp"
#include "views/portal_cache.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace moisson::opendata {
namespace {

// One step of the graph: more statements in common are left out than with the pages of a feed.
constexpr int graph_step = limits::live_step;

using Seen = std::map<std::string, Instant, std::less<>>;

// A file of the dump that is wanted, else null.
std::shared_ptr<GzipFile>
file_of(const std::vector<std::string>& names, const GzipFiles& files, std::string_view name) {
    const auto at = std::find(names.begin(), names.end(), name);
    return at == names.end() ? nullptr : files[static_cast<std::size_t>(at - names.begin())];
}

struct Tables {
    std::shared_ptr<GzipFile> catalogue;
    std::shared_ptr<GzipFile> resources;
    std::shared_ptr<GzipFile> lines;
    bool any() const { return catalogue || resources || lines; }
};

views::FreshnessView verdict_of(const store::ExportRow& row, const Seen& seen) {
    views::FreshnessView out;
    if (const auto at = seen.find(row.record.portal_key); at != seen.end())
        out.seen_until = at->second;
    out.state = freshness_at(row.record.signal.freshness, out.seen_until);
    return out;
}

void add_rows(
    const DumpSource& source,
    const Tables& tables,
    const Seen& seen,
    const std::vector<store::ExportRow>& rows
) {
    const views::CsvForm form;
    const routes::PublicUrl& url = source.site.url;
    const api::JsonContext context{url, source.labels, "fr"};
    std::string catalogue;
    std::string resources;
    std::string lines;
    std::size_t files = 0;
    for (const store::ExportRow& row : rows) {
        const views::FreshnessView verdict = verdict_of(row, seen);
        if (tables.catalogue)
            catalogue += views::catalogue_line(row, verdict, url, form);
        if (tables.resources)
            resources += views::resource_lines(row, url, form);
        if (tables.lines)
            lines += api::export_line(api::export_json(context, row, verdict));
        files += row.record.dataset.distributions.size();
    }
    const auto count = static_cast<std::int64_t>(rows.size());
    if (tables.catalogue)
        tables.catalogue->add(catalogue, count);
    if (tables.resources)
        tables.resources->add(resources, static_cast<std::int64_t>(files));
    if (tables.lines)
        tables.lines->add(lines, count);
}

asio::awaitable<Result<void>>
fill_tables(std::shared_ptr<const DumpSource> source, Tables tables, Seen seen) {
    const views::CsvForm form;
    if (tables.catalogue)
        tables.catalogue->add(views::catalogue_head(form), 0);
    if (tables.resources)
        tables.resources->add(views::resources_head(form), 0);
    std::optional<Uuid> after;
    for (bool more = true; more;) {
        Result<store::ExportPage> page = co_await source->exports.page(after);
        if (!page)
            co_return page.error();
        after = page->last;
        more = page->more && after;
        auto job = [source, tables, &seen, rows = std::move(page->rows)] {
            add_rows(*source, tables, seen, rows);
        };
        co_await offload(source->cpu, std::move(job));
    }
    co_return Result<void>();
}

// Statements that every step makes again: of the catalogue and its portals.
struct Graph {
    std::shared_ptr<GzipFile> file;
    std::unordered_set<std::string> common;
    std::int64_t step = 0;
};

// The lines that are not in common, and how many.
void add_statements(Graph& graph, const std::string& text) {
    std::string out;
    std::int64_t rows = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        at = end + 1;
        if (line.empty() || graph.common.contains(line))
            continue;
        out += line;
        out += '\n';
        ++rows;
    }
    graph.file->add(text::mask_emails(std::move(out)), rows);
}

void begin_graph(const DumpSource& source, const views::FeedPortals& portals, Graph& graph) {
    FeedGraph head(source.site, portals, "");
    head.add_portals();
    const std::string text = with_labels(head.write(rdf::Syntax::ntriples), "p");
    add_statements(graph, text);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        graph.common.insert(text.substr(at, end - at));
        at = end + 1;
    }
}

void add_datasets(
    const DumpSource& source,
    const views::FeedPortals& portals,
    Graph& graph,
    const std::vector<store::LiveDataset>& datasets
) {
    FeedGraph part(source.site, portals, "");
    for (const store::LiveDataset& dataset : datasets)
        part.add(dataset);
    const std::string label = "d" + std::to_string(graph.step++);
    add_statements(graph, with_labels(part.write(rdf::Syntax::ntriples), label));
}

asio::awaitable<Result<void>> fill_graph(
    std::shared_ptr<const DumpSource> source,
    std::shared_ptr<Graph> graph,
    views::FeedPortals portals
) {
    auto begin = [source, graph, portals] { begin_graph(*source, portals, *graph); };
    co_await offload(source->cpu, std::move(begin));
    store::LiveQuery query;
    query.limit = graph_step;
    for (bool more = true; more;) {
        store::LiveQuery asked = query;
        Result<store::LivePage> page = co_await source->live.page(std::move(asked));
        if (!page)
            co_return page.error();
        query.after = page->last;
        more = page->more && page->last;
        auto job = [source, graph, portals, datasets = std::move(page->datasets)] {
            add_datasets(*source, portals, *graph, datasets);
        };
        co_await offload(source->cpu, std::move(job));
    }
    co_return Result<void>();
}

} // namespace

std::string with_labels(std::string_view text, std::string_view label) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    const auto mark = [&](std::string_view term) {
        if (term.starts_with("_:")) {
            out += "_:";
            out += label;
            out += 'x';
            term.remove_prefix(2);
        }
        out += term;
    };
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        // Neither subject nor predicate holds a space.
        const std::size_t first = std::min(line.find(' '), line.size());
        const std::size_t second = std::min(line.find(' ', first + 1), line.size());
        mark(line.substr(0, first));
        out += line.substr(first, second - first);
        if (second < line.size()) {
            out += ' ';
            mark(line.substr(second + 1));
        }
        out += '\n';
    }
    return out;
}

asio::awaitable<Result<void>>
fill_dump(DumpSource source, std::vector<std::string> names, GzipFiles files, Instant now) {
    const auto shared = std::make_shared<const DumpSource>(std::move(source));
    const Result<std::vector<store::PortalSummary>> list = co_await shared->catalog.portals();
    if (!list)
        co_return list.error();
    Seen seen;
    for (const store::PortalSummary& portal : *list)
        if (const auto until = views::seen_until(portal, now))
            seen.emplace(portal.key, *until);
    Tables tables;
    tables.catalogue = file_of(names, files, catalogue_table);
    tables.resources = file_of(names, files, resources_table);
    tables.lines = file_of(names, files, catalogue_lines);
    if (tables.any()) {
        const Result<void> filled = co_await fill_tables(shared, tables, std::move(seen));
        if (!filled)
            co_return filled.error();
    }
    if (const std::shared_ptr<GzipFile> file = file_of(names, files, catalogue_graph)) {
        auto graph = std::make_shared<Graph>();
        graph->file = file;
        views::FeedPortals portals = views::feed_portals(*list);
        const Result<void> filled =
            co_await fill_graph(shared, std::move(graph), std::move(portals));
        if (!filled)
            co_return filled.error();
    }
    co_return Result<void>();
}

} // namespace moisson::opendata
