// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Search on the complete data.gouv.fr catalogue: build rate, memory, latency by class of query,
// snapshot. Run by hand or by `make bench`; prints a table, judges nothing.
#include "oracles/search/datagouv_catalogue.hpp"
#include "search/search_index.hpp"
#include "search_tools.hpp"

#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

namespace search = moisson::search;
namespace test = moisson::test;
using moisson::bench::Watch;
using search::Facet;
using search::SearchQuery;

double resident_mib() {
    std::ifstream statm("/proc/self/statm");
    long pages = 0;
    statm >> pages >> pages;
    return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1048576.0;
}

std::vector<SearchQuery> make_queries(const std::vector<moisson::store::CatalogEntry>& entries) {
    std::vector<SearchQuery> out;
    const std::vector<std::string> frequent{
        "donnees",
        "commune",
        "population",
        "transport",
        "carte des communes",
        "plan local urbanisme",
        "bus",
        "qualité de l'air",
        "elections",
        "budget primitif",
        "arbres",
        "stationnement"};
    for (std::size_t i = 0; i < 600; ++i) {
        SearchQuery query;
        if (i % 3 == 0) {
            query.text = frequent[(i / 3) % frequent.size()];
        } else {
            const auto& entry = entries[(i * 7919) % entries.size()];
            const std::string& title = entry.dataset.title.front().text;
            query.text = title.substr(0, std::min<std::size_t>(title.size(), 10 + i % 30));
        }
        if (i % 10 == 9)
            query.text.clear();
        if (i % 5 == 4)
            query.filter(Facet::format) = {"csv"};
        moisson::bench::ask_facets(query);
        out.push_back(std::move(query));
    }
    return out;
}

void measure(
    const char* name,
    const search::SearchIndex& index,
    const std::vector<SearchQuery>& queries
) {
    std::vector<double> times;
    std::int64_t total = 0;
    for (const SearchQuery& query : queries) {
        const Watch watch;
        const auto result = index.search(query);
        const auto shown = index.display(result->hits);
        times.push_back(watch.ms());
        total += result->total + static_cast<std::int64_t>(shown.size() / 1000);
    }
    std::sort(times.begin(), times.end());
    const auto at = [&times](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    fmt::print(
        "{:<24} p50 {:.2f} ms  p95 {:.2f} ms  p99 {:.2f} ms  max {:.2f} ms  ({} found)\n",
        name,
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        total
    );
}

} // namespace

int main() {
    const std::string corpus = test::corpus_folder();
    if (corpus.empty()) {
        fmt::print("Not run: the recorded catalogues are not here (MOISSON_CORPUS).\n");
        return 0;
    }
    auto entries = test::read_datagouv(corpus);
    const auto count = static_cast<double>(entries.size());
    const auto queries = make_queries(entries);
    search::SearchIndex index;
    const double before = resident_mib();
    const Watch build;
    for (std::size_t at = 0; at < entries.size(); at += 10'000) {
        const auto chunk =
            std::span(entries).subspan(at, std::min<std::size_t>(10'000, entries.size() - at));
        index.apply(chunk, moisson::store::FeedPosition());
        while (index.merge_step()) {
        }
    }
    fmt::print("build with merges        {:.0f} datasets/s\n", 1000 * count / build.ms());
    const Watch merge;
    index.merge_all();
    fmt::print("merge to one segment     {:.0f} ms\n", merge.ms());
    malloc_trim(0);
    fmt::print(
        "index                    {:.0f} B per dataset, resident + {:.0f} MiB\n",
        static_cast<double>(index.status().memory_bytes) / count,
        resident_mib() - before
    );
    measure("one segment", index, queries);
    for (std::size_t i = 0; i < 5; ++i)
        index.apply(std::span(entries).subspan(i * 300, 300), moisson::store::FeedPosition());
    measure("with 5 delta segments", index, queries);
    const Watch delta;
    index.apply(std::span(entries).first(1'000), moisson::store::FeedPosition());
    fmt::print("batch of 1,000 changes   {:.0f} ms\n", delta.ms());
    const std::string path =
        (std::filesystem::temp_directory_path() / "moisson_search_bench.snapshot").string();
    const Watch save;
    const bool saved = index.save(path).has_value();
    const double save_ms = save.ms();
    const Watch load;
    search::SearchIndex other;
    const bool loaded = other.load(path).has_value();
    fmt::print(
        "snapshot                 save {:.0f} ms, load {:.0f} ms, {:.0f} MiB{}\n",
        save_ms,
        load.ms(),
        static_cast<double>(std::filesystem::file_size(path)) / 1048576.0,
        saved && loaded ? "" : "  FAILED"
    );
    std::filesystem::remove(path);
    return 0;
}
