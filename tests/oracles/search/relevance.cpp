// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Relevance on real text: the judged queries of data.gouv.fr against its complete catalogue. Prints
// how many expected datasets are in the first ten and the mean reciprocal rank, beside what
// PostgreSQL's full text search reached on the same data, and fails below it.
#include "oracles/search/datagouv_catalogue.hpp"
#include "search/search_index.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

namespace {

namespace search = moisson::search;
namespace store = moisson::store;
namespace test = moisson::test;
using moisson::DatasetId;
using moisson::search::SearchIndex;

struct Judged {
    int queries = 0;
    int in_first_ten = 0;
    double reciprocal = 0;

    double first_ten() const { return queries == 0 ? 0 : 100.0 * in_first_ten / queries; }
    double mrr() const { return queries == 0 ? 0 : reciprocal / queries; }
};

Judged judge(const SearchIndex& index, const std::string& file, bool tell) {
    Judged out;
    const std::string bytes = test::read_file(file);
    const auto rows = test::read_csv(bytes, ',');
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const DatasetId expected = test::datagouv_id(rows[i].at(2));
        // Judgements are older than the catalogue: only datasets that still exist count.
        if (!index.find(expected))
            continue;
        search::SearchQuery query;
        query.text = rows[i].at(0);
        query.page_size = 100;
        const auto result = index.search(query).value();
        ++out.queries;
        std::size_t rank = 0;
        for (std::size_t k = 0; k < result.hits.size() && rank == 0; ++k)
            if (result.hits[k].id == expected)
                rank = k + 1;
        if (rank > 0)
            out.reciprocal += 1.0 / static_cast<double>(rank);
        if (rank > 0 && rank <= 10)
            ++out.in_first_ten;
        else if (tell)
            fmt::print("  missed: {} (rank {}, {} found)\n", query.text, rank, result.total);
    }
    return out;
}

void print(const char* name, const Judged& judged) {
    fmt::print(
        "{:<28} {:>4} queries  first ten {:>5.1f} %  MRR {:.3f}\n",
        name,
        judged.queries,
        judged.first_ten(),
        judged.mrr()
    );
}

} // namespace

int main(int argc, char** argv) {
    const bool tell = argc > 1 && std::string_view(argv[1]) == "--tell";
    const std::string corpus = test::corpus_folder();
    if (corpus.empty()) {
        const bool required = std::getenv("CI") != nullptr;
        fmt::print("Not run: the recorded catalogues are not here (MOISSON_CORPUS).\n");
        return required ? 1 : 0;
    }
    SearchIndex index;
    {
        const auto entries = test::read_datagouv(corpus);
        fmt::print("{} datasets\n", entries.size());
        index.apply(entries, store::FeedPosition());
        index.merge_all();
    }
    const std::string folder = corpus + "/udata/search-relevance/";
    const Judged plain = judge(index, folder + "datasets.csv", tell);
    const Judged wikidata = judge(index, folder + "datasets_wikidata.csv", tell);
    Judged all = plain;
    all.queries += wikidata.queries;
    all.in_first_ten += wikidata.in_first_ten;
    all.reciprocal += wikidata.reciprocal;
    print("datasets.csv", plain);
    print("datasets_wikidata.csv", wikidata);
    print("all", all);
    fmt::print("PostgreSQL, text only                        first ten  45.0 %  MRR 0.250\n");
    fmt::print("PostgreSQL x (1 + ln(1 + views))             first ten  67.0 %  MRR 0.430\n");
    const bool good = all.first_ten() >= 67.0 && all.mrr() >= 0.43;
    fmt::print("{}\n", good ? "At least as good as PostgreSQL." : "WORSE than PostgreSQL.");
    return good ? 0 : 1;
}
