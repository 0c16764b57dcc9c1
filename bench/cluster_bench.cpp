// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Clustering of a made-up catalogue: keys of one line each on stdout (`--keys`, for the floor), or
// the time and memory of the full pass as JSON. bench/cluster.py runs both.
#include "cluster/evidence.hpp"
#include "cluster/group.hpp"
#include "core/clock.hpp"
#include "core/rng.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace cluster = moisson::cluster;

constexpr std::int64_t sources = 40;
// Of a hundred datasets, copies of one of another source.
constexpr std::uint64_t copies = 12;

double milliseconds_since(moisson::Steady begin, const moisson::Clock& clock) {
    return std::chrono::duration<double, std::milli>(clock.steady_now() - begin).count();
}

double peak_mib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return static_cast<double>(std::strtol(line.c_str() + 6, nullptr, 10)) / 1024.0;
    return 0;
}

// Dataset number `i` of its source; `of` is the one it copies, itself when it copies none. Four in
// ten share their title with others of the source, as on data.gouv.fr.
moisson::Dataset a_dataset(std::uint64_t i, std::uint64_t of, std::int64_t source) {
    moisson::Dataset dataset;
    dataset.remote_id = fmt::format("jeu-{:08}", i);
    dataset.remote_url =
        fmt::format("https://portail{}.example/dataset/{}", source, dataset.remote_id);
    const std::uint64_t title = of % 10 < 4 ? of / 1000 : of;
    dataset.title = {{"fr", fmt::format("Données de la commune numéro {}", title), false}};
    dataset.publisher.key = "c";
    dataset.publisher.name = {{"fr", fmt::format("Commune {}", of % 5000), false}};
    dataset.countries = {"FR"};
    for (int file = 0; file < 3; ++file) {
        moisson::Distribution distribution;
        distribution.url = fmt::format("https://fichiers.example/{}/{}.csv", of, file);
        distribution.format.code = "CSV";
        distribution.format_family = 'T';
        dataset.distributions.push_back(std::move(distribution));
    }
    if (of != i && of % 3 == 0)
        dataset.origin_url = fmt::format("https://portail0.example/dataset/jeu-{:08}", of);
    return dataset;
}

struct Catalogue {
    std::vector<std::int64_t> sources;
    std::vector<cluster::Holding> holdings;
};

Catalogue make(std::uint64_t count) {
    moisson::Rng rng(20261126);
    Catalogue out;
    out.holdings.reserve(count * 5);
    for (std::uint64_t i = 0; i < count; ++i) {
        const bool copy = i > 0 && rng.below(100) < copies;
        const std::int64_t source = static_cast<std::int64_t>(rng.below(sources));
        const moisson::Dataset dataset = a_dataset(i, copy ? rng.below(i) : i, source);
        out.sources.push_back(source);
        for (const moisson::EvidenceKey& key : cluster::evidence_keys(dataset, dataset.remote_url))
            out.holdings.push_back({key, static_cast<cluster::Node>(i)});
    }
    return out;
}

void print_keys(const Catalogue& catalogue) {
    for (const cluster::Holding& holding : catalogue.holdings)
        fmt::print(
            "{}{}{:08x}\n",
            static_cast<int>(moisson::evidence_of(holding.key.kind)),
            moisson::to_string(holding.key.hash),
            holding.node
        );
}

} // namespace

int main(int count, char** values) {
    const std::uint64_t datasets = count > 1 ? std::strtoull(values[1], nullptr, 10) : 1'000'000;
    const moisson::SystemClock clock;
    moisson::Steady begin = clock.steady_now();
    Catalogue catalogue = make(datasets);
    const double made = milliseconds_since(begin, clock);
    if (count > 2 && std::string_view(values[2]) == "--keys") {
        print_keys(catalogue);
        return 0;
    }
    const std::size_t keys = catalogue.holdings.size();
    const double before = peak_mib();
    begin = clock.steady_now();
    const std::vector<cluster::Node> lowest = cluster::group(catalogue.holdings, catalogue.sources);
    const double grouped = milliseconds_since(begin, clock);
    std::size_t joined = 0;
    std::set<cluster::Node> roots;
    for (cluster::Node node = 0; node < lowest.size(); ++node)
        if (lowest[node] != node) {
            ++joined;
            roots.insert(lowest[node]);
        }
    fmt::print(
        "{{\"datasets\": {}, \"keys\": {}, \"keys_ms\": {:.0f}, \"group_ms\": {:.0f}, "
        "\"clusters\": "
        "{}, \"members\": {}, \"input_mib\": {:.0f}, \"peak_mib\": {:.0f}}}\n",
        datasets,
        keys,
        made,
        grouped,
        roots.size(),
        joined + roots.size(),
        before,
        peak_mib()
    );
    return 0;
}
