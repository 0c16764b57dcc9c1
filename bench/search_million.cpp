// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The index at full size, everything on: figures as JSON on stdout (bench/search_million.py judges
// and compares them).
//
//   search_million DATASETS                     build, ask, change, merge, save, load
//   search_million DATASETS --catalogue         the datasets as COPY text for other engines
//   search_million DATASETS --questions         the questions, one a line
//   search_million DATASETS --ask FILE          change and ask only, on a snapshot that is made
//   when it is not there
#include "search/search_index.hpp"
#include "search_queries.hpp"
#include "search_tools.hpp"
#include "settings/synonyms.hpp"
#include "settings/vocabularies.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

// As the daemon (ADR 0018).
extern "C" const char* const malloc_conf;
const char* const malloc_conf = "narenas:2,dirty_decay_ms:3000,muzzy_decay_ms:0";

namespace {

namespace bench = moisson::bench;
namespace search = moisson::search;
namespace settings = moisson::settings;
namespace store = moisson::store;
using bench::Question;
using bench::Watch;
using bench::World;
using nlohmann::ordered_json;
using search::Facet;
using search::SearchIndex;

// As the follower reads them.
constexpr std::uint64_t batch_size = 4'000;
constexpr std::uint64_t changes = 10'000;

double rounded(double value) {
    return std::round(value * 100) / 100;
}

// MiB of a line of /proc/self/status.
double memory(const std::string& name) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == name + ":") {
            double kib = 0;
            status >> kib;
            return rounded(kib / 1024);
        }
    return 0;
}

void reset_peak() {
    std::ofstream("/proc/self/clear_refs") << '5';
}

std::vector<store::CatalogEntry>
batch_of(const World& world, std::uint64_t begin, std::uint64_t end, std::uint64_t revision) {
    std::vector<store::CatalogEntry> out;
    for (std::uint64_t number = begin; number < end; ++number)
        out.push_back(world.entry(number, revision));
    return out;
}

// Milliseconds spent in the index, without the generation. As the follower builds; what comes later
// is for one thread, since readers ask meanwhile.
double build(const World& world, std::uint64_t documents, SearchIndex& index) {
    index.use_threads(std::thread::hardware_concurrency());
    double spent = 0;
    for (std::uint64_t at = 0; at < documents; at += batch_size) {
        const auto batch = batch_of(world, at, std::min(documents, at + batch_size), 0);
        const Watch watch;
        index.apply(batch, store::FeedPosition());
        while (index.merge_build_step()) {
        }
        spent += watch.ms();
    }
    const Watch watch;
    while (index.merge_step()) {
    }
    index.merge_all();
    index.use_threads(1);
    return spent + watch.ms();
}

ordered_json quantiles(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto at = [&times](double share) {
        return rounded(
            times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))]
        );
    };
    return {{"p50", at(0.5)}, {"p95", at(0.95)}, {"p99", at(0.99)}, {"max", at(1.0)}};
}

// Two passes after one that warms up.
ordered_json ask_all(const SearchIndex& index, const std::vector<Question>& questions) {
    std::map<std::string, std::vector<double>> by_kind;
    std::vector<double> all;
    std::vector<std::pair<double, std::string>> slowest;
    std::int64_t found = 0;
    for (int pass = 0; pass < 3; ++pass)
        for (const Question& question : questions) {
            const Watch watch;
            const auto result = index.search(question.query);
            const auto shown = index.display(result->hits);
            const double ms = watch.ms();
            found += result->total;
            if (pass == 0)
                continue;
            by_kind[question.kind].push_back(ms);
            all.push_back(ms);
            slowest.emplace_back(ms, question.kind + ": " + question.query.text);
        }
    ordered_json out{{"ms", quantiles(all)}, {"found", found / 3}};
    for (const auto& [kind, times] : by_kind)
        out["by kind, ms"][kind] = quantiles(times);
    std::sort(slowest.rbegin(), slowest.rend());
    for (std::size_t i = 0; i < std::min<std::size_t>(12, slowest.size()); ++i)
        out["slowest"].push_back(fmt::format("{:.1f} ms {}", slowest[i].first, slowest[i].second));
    return out;
}

double per_second(
    const SearchIndex& index,
    const std::vector<Question>& questions,
    unsigned threads,
    double seconds
) {
    std::atomic<std::int64_t> asked{0};
    const Watch watch;
    std::vector<std::thread> readers;
    for (unsigned reader = 0; reader < threads; ++reader)
        readers.emplace_back([&, reader] {
            for (std::size_t i = reader * 97; watch.ms() < 1000 * seconds; ++i) {
                const auto result = index.search(questions[i % questions.size()].query);
                asked += !index.display(result->hits).empty() || result->total >= 0;
            }
        });
    for (std::thread& reader : readers)
        reader.join();
    return rounded(static_cast<double>(asked) * 1000 / watch.ms());
}

// Applies the changes while one reader asks: how long until they show, how slow the reader gets.
ordered_json
change(const World& world, SearchIndex& index, const std::vector<Question>& questions) {
    const auto batch = batch_of(world, 0, changes, 1);
    std::atomic<bool> done{false};
    std::vector<double> times;
    std::thread reader([&] {
        for (std::size_t i = 0; !done; ++i) {
            const Watch watch;
            const auto result = index.search(questions[i % questions.size()].query);
            times.push_back(watch.ms() + (result ? 0 : 1e6));
        }
    });
    const Watch watch;
    index.apply(batch, store::FeedPosition());
    const double visible = watch.ms();
    done = true;
    reader.join();
    search::SearchQuery revised;
    revised.text = "révision ";
    return {
        {"visible ms", rounded(visible)},
        {"seen", index.search(revised)->total},
        {"reader meanwhile, ms", quantiles(times)}};
}

ordered_json snapshot(const SearchIndex& index) {
    const std::string path =
        (std::filesystem::temp_directory_path() / "moisson_search_million.snapshot").string();
    const Watch save;
    const bool saved = index.save(path).has_value();
    const double save_ms = save.ms();
    SearchIndex other;
    other.keep_display_in(std::filesystem::temp_directory_path().string());
    const Watch load;
    const bool loaded = other.load(path).has_value();
    const double load_ms = load.ms();
    const double mib = static_cast<double>(std::filesystem::file_size(path)) / 1048576;
    std::filesystem::remove(path);
    const bool same = other.status().documents == index.status().documents;
    return {
        {"save ms", rounded(save_ms)},
        {"restart ms", rounded(load_ms)},
        {"file MiB", rounded(mib)},
        {"ok", saved && loaded && same}};
}

ordered_json sizes(const SearchIndex& index) {
    const search::IndexStatus status = index.status();
    return {
        {"documents", status.documents},
        {"segments", status.segments},
        {"deleted", status.deleted},
        {"index MiB", rounded(static_cast<double>(status.memory_bytes) / 1048576)},
        {"display MiB", rounded(static_cast<double>(status.display_bytes) / 1048576)},
        {"anonymous MiB", memory("RssAnon")},
        {"peak MiB", memory("VmHWM")}};
}

void prepare(SearchIndex& index) {
    const std::string root = MOISSON_SOURCE_DIR;
    const auto vocabularies = settings::load_vocabularies(root + "/config/vocabularies");
    const auto lexicon =
        settings::load_lexicon(root + "/config/synonymes.yaml", vocabularies.vocabularies.get());
    index.keep_display_in(std::filesystem::temp_directory_path().string());
    index.set_lexicon(lexicon.lexicon);
}

int ask(const World& world, std::uint64_t documents, const std::string& file) {
    const auto questions = bench::make_questions(world, documents);
    SearchIndex index;
    prepare(index);
    if (!std::filesystem::exists(file)) {
        build(world, documents, index);
        if (!index.save(file))
            return 1;
    } else if (!index.load(file)) {
        return 1;
    }
    ordered_json out;
    out["changes"] = change(world, index, questions);
    out["questions"] = ask_all(index, questions);
    out["questions a second, two threads"] = per_second(index, questions, 2, 10);
    fmt::print("{}\n", out.dump(2));
    return 0;
}

int measure(const World& world, std::uint64_t documents) {
    const auto questions = bench::make_questions(world, documents);
    ordered_json out;
    out["anonymous MiB before"] = memory("RssAnon");
    SearchIndex index;
    prepare(index);
    out["build s"] = rounded(build(world, documents, index) / 1000);
    // Freed pages go back after three seconds; nothing else runs here.
    std::this_thread::sleep_for(std::chrono::seconds(4));
    out["built"] = sizes(index);
    out["changes"] = change(world, index, questions);
    std::this_thread::sleep_for(std::chrono::seconds(4));
    out["with changes"] = sizes(index);
    out["questions"] = ask_all(index, questions);
    out["questions a second, one thread"] = per_second(index, questions, 1, 10);
    out["questions a second, two threads"] = per_second(index, questions, 2, 10);
    reset_peak();
    const Watch merge;
    index.merge_all();
    out["merge of all ms"] = rounded(merge.ms());
    out["merge of all, peak MiB"] = memory("VmHWM");
    out["snapshot"] = snapshot(index);
    fmt::print("{}\n", out.dump(2));
    return 0;
}

// COPY text: one line a dataset.
int write_catalogue(const World& world, std::uint64_t documents) {
    const auto clean = [](std::string text) {
        std::replace_if(
            text.begin(),
            text.end(),
            [](char c) { return c == '\t' || c == '\n' || c == '\\'; },
            ' '
        );
        return text;
    };
    for (std::uint64_t number = 0; number < documents; ++number) {
        const store::CatalogEntry entry = world.entry(number);
        const moisson::Dataset& dataset = entry.dataset;
        std::string keywords;
        for (const auto& keyword : dataset.keywords)
            keywords += keyword.text + " ; ";
        std::string formats;
        for (const auto& file : dataset.distributions)
            if (formats.find(file.format.code) == std::string::npos)
                formats += (formats.empty() ? "" : ",") + file.format.code;
        const auto minutes = std::chrono::floor<std::chrono::minutes>(dataset.modified->instant);
        fmt::print(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{{{}}}\t{}\t{}\n",
            number,
            clean(dataset.title.front().text),
            clean(keywords),
            clean(dataset.publisher.name.front().text),
            clean(dataset.description.front().text),
            dataset.countries.front(),
            entry.portal_key,
            dataset.publisher.slug,
            dataset.themes.front(),
            formats,
            dataset.licence->code,
            minutes.time_since_epoch().count()
        );
    }
    return 0;
}

int write_questions(const World& world, std::uint64_t documents) {
    ordered_json out = ordered_json::array();
    for (const Question& question : bench::make_questions(world, documents)) {
        ordered_json filters = ordered_json::object();
        for (const Facet facet : search::all_facets)
            if (!question.query.filter(facet).empty())
                filters[std::string(to_string(facet))] = question.query.filter(facet);
        out.push_back({{"kind", question.kind}, {"text", question.query.text}, {"filters", filters}}
        );
    }
    fmt::print("{}\n", out.dump());
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const std::uint64_t documents = argc > 1 ? std::stoull(argv[1]) : 1'000'000;
    const std::string mode = argc > 2 ? argv[2] : "";
    const World world("/usr/share/dict/french");
    if (mode == "--catalogue")
        return write_catalogue(world, documents);
    if (mode == "--questions")
        return write_questions(world, documents);
    if (mode == "--ask" && argc > 3)
        return ask(world, documents, argv[3]);
    return measure(world, documents);
}
