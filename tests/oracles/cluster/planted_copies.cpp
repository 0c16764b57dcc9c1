// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The complete catalogue of data.gouv.fr, and a second portal, as HDX is one: 500 copies of its
// datasets, and 500 records that look like some but are none. Prints what the rules make of both,
// and fails when data.gouv.fr alone gives a cluster, a pair is wrong, one copy in twenty is missed,
// or more of one style than it may lose.
#include "cluster/evidence.hpp"
#include "cluster/group.hpp"
#include "core/rng.hpp"
#include "oracles/search/datagouv_catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace {

namespace cluster = moisson::cluster;
using moisson::Dataset;
using moisson::Distribution;

constexpr std::size_t planted = 500;

// The export counts the files of a dataset and lists their formats; their addresses are ours.
void give_files(Dataset& dataset, const std::string& slug) {
    int number = 0;
    const bool harvested = !dataset.origin_portal.empty();
    for (Distribution& file : dataset.distributions)
        file.url = fmt::format(
            "https://{}/resources/{}/fichier-{}",
            harvested ? dataset.origin_portal : "static.data.gouv.fr",
            slug,
            ++number
        );
}

// How a copy is made, how many of twenty are made so, and how many of a hundred are found at least:
// an address that two records give as theirs, and a title that is used twice, join nobody.
struct Style {
    std::string_view name;
    std::size_t of_twenty;
    std::size_t percent_found;
};
constexpr std::array<Style, 5> styles = {
    {{"links the same files, its own organisation", 12, 100},
     {"hosts the files again, says where they come from", 4, 98},
     {"some of the files, identifier of the original", 2, 100},
     {"hosts the files again, same title and producer", 1, 50},
     {"files of its own, landing page of the original", 1, 100}}};

std::size_t style_of(std::size_t number) {
    std::size_t at = number % 20;
    for (std::size_t i = 0; i < styles.size(); ++i) {
        if (at < styles[i].of_twenty)
            return i;
        at -= styles[i].of_twenty;
    }
    return 0;
}

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - ('a' - 'A'));
    return text;
}

Dataset hdx_record(std::size_t number) {
    Dataset out;
    const moisson::Uuid id = moisson::uuid5(moisson::Uuid{}, fmt::format("hdx {}", number));
    out.remote_id = to_string(id);
    out.aliases = {fmt::format("france-jeu-{}", number)};
    out.remote_url = "https://data.humdata.org/dataset/" + out.aliases.front();
    out.publisher.key = "hdx";
    out.publisher.name = {{"", "OCHA Field Information Services Section", false}};
    out.countries = {"FR"};
    return out;
}

void host_again(Dataset& copy, const Dataset& original) {
    copy.distributions = original.distributions;
    int number = 0;
    for (Distribution& file : copy.distributions)
        file.url = fmt::format(
            "https://data.humdata.org/dataset/{}/resource/{}/download/f",
            copy.remote_id,
            to_string(moisson::uuid5(moisson::Uuid{}, copy.remote_id + std::to_string(++number)))
        );
}

Dataset copy_of(const Dataset& original, std::size_t number) {
    Dataset copy = hdx_record(number);
    const std::string title = original.title.front().text;
    copy.title = {{"", number % 3 == 0 ? upper(title) : "  " + title + " ", false}};
    switch (style_of(number)) {
    case 0:
        copy.distributions = original.distributions;
        std::reverse(copy.distributions.begin(), copy.distributions.end());
        for (Distribution& file : copy.distributions)
            file.url = "http" + file.url.substr(5);
        break;
    case 1:
        host_again(copy, original);
        copy.origin_url = "http://www.data.gouv.fr/fr/datasets/" + original.aliases.front() + "/";
        break;
    case 2:
        copy.title = {{"", "France: " + title, false}};
        copy.distributions.assign(
            original.distributions.begin(),
            original.distributions.begin() + 1
        );
        copy.distributions.push_back(copy.distributions.front());
        copy.distributions.back().url += "?hxl=1";
        copy.identifiers = {"http://www.data.gouv.fr/datasets/" + original.aliases.front()};
        break;
    case 3:
        host_again(copy, original);
        copy.publisher.name = original.publisher.name;
        break;
    default:
        host_again(copy, original);
        copy.title = {{"", "France - " + title, false}};
        copy.landing_page = original.remote_url;
        break;
    }
    return copy;
}

// A record of something else that shares what is not evidence.
Dataset decoy_of(const Dataset& similar, std::size_t number) {
    Dataset decoy = hdx_record(100'000 + number);
    decoy.title = similar.title;
    host_again(decoy, similar);
    switch (number % 5) {
    case 0: // same title, other producer
        break;
    case 1: // same title and producer, another country
        decoy.publisher.name = similar.publisher.name;
        decoy.countries = {"SN"};
        break;
    case 2: // same service and home page
        decoy.title = {{"", "Autre carte du même service", false}};
        decoy.distributions.resize(1);
        decoy.distributions[0].url = "https://wxs.ign.fr/geoserver/wms?SERVICE=WMS";
        break;
    case 3: // one file in common among others
        decoy.title = {{"", "Recueil de plusieurs jeux", false}};
        decoy.distributions.push_back(similar.distributions.front());
        break;
    default: // the site of the producer
        decoy.title = {{"", "Tout autre chose du même site", false}};
        decoy.landing_page = "https://www.data.gouv.fr/fr/";
        decoy.origin_portal = "data.gouv.fr";
        break;
    }
    return decoy;
}

class Catalogue {
public:
    void add(const Dataset& dataset, std::int64_t source) {
        const auto node = static_cast<cluster::Node>(sources_.size());
        sources_.push_back(source);
        for (const moisson::EvidenceKey& key : cluster::evidence_keys(dataset, dataset.remote_url))
            holdings_.push_back({key, node});
    }
    std::vector<cluster::Node> group() {
        std::vector<cluster::Holding> copy = holdings_;
        return cluster::group(copy, sources_);
    }
    std::size_t keys() const { return holdings_.size(); }

private:
    std::vector<std::int64_t> sources_;
    std::vector<cluster::Holding> holdings_;
};

std::size_t joined(const std::vector<cluster::Node>& lowest) {
    std::size_t count = 0;
    for (cluster::Node node = 0; node < lowest.size(); ++node)
        count += lowest[node] != node;
    return count;
}

std::uint64_t chosen_seed() {
    if (const char* const set = std::getenv("MOISSON_SEED"))
        return std::strtoull(set, nullptr, 10);
    // The day of the export: a build that changed nothing has drawn nothing either.
    return 20260116;
}

struct Tally {
    std::size_t right = 0;
    std::size_t all = 0;
};

// False when too few copies of a style were found.
bool tell_styles(const std::map<std::size_t, Tally>& by_style) {
    bool enough = true;
    for (const auto& [style, tally] : by_style) {
        const bool some_lost = tally.right * 100 < tally.all * styles[style].percent_found;
        enough = enough && !some_lost;
        fmt::print(
            "  {:3} / {:3}  {}{}\n",
            tally.right,
            tally.all,
            styles[style].name,
            some_lost ? "  TROP PEU" : ""
        );
    }
    return enough;
}

} // namespace

int main() {
    const std::string corpus = moisson::test::corpus_folder();
    std::vector<moisson::store::CatalogEntry> entries;
    if (!corpus.empty())
        entries = moisson::test::read_datagouv(corpus);
    if (entries.empty()) {
        fmt::print("Catalogue enregistré absent : rien n'est mesuré.\n");
        return std::getenv("CI") != nullptr ? 1 : 0;
    }
    Catalogue catalogue;
    std::vector<std::size_t> with_files;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        Dataset& dataset = entries[i].dataset;
        give_files(dataset, dataset.aliases.front());
        catalogue.add(dataset, 1);
        // HDX has no dataset without a file.
        if (!dataset.distributions.empty())
            with_files.push_back(i);
    }
    const std::size_t alone = joined(catalogue.group());
    const std::uint64_t seed = chosen_seed();
    moisson::Rng rng(seed);
    std::vector<std::size_t> originals;
    for (std::size_t i = 0; i < planted; ++i) {
        std::swap(with_files[i], with_files[i + rng.below(with_files.size() - i)]);
        originals.push_back(with_files[i]);
        catalogue.add(copy_of(entries[originals[i]].dataset, i), 2);
    }
    for (std::size_t i = 0; i < planted; ++i)
        catalogue.add(decoy_of(entries[with_files[planted + i]].dataset, i), 2);
    const std::vector<cluster::Node> lowest = catalogue.group();
    std::map<std::size_t, Tally> by_style;
    std::size_t right = 0;
    for (std::size_t i = 0; i < planted; ++i) {
        const bool found = lowest[entries.size() + i] == originals[i];
        right += found;
        by_style[style_of(i)].right += found;
        ++by_style[style_of(i)].all;
    }
    const std::size_t pairs = joined(lowest);
    const double precision =
        pairs == 0 ? 0 : static_cast<double>(right) / static_cast<double>(pairs);
    const double recall = static_cast<double>(right) / static_cast<double>(planted);
    fmt::print(
        "data.gouv.fr seul : {} jeux, {} clés, {} grappes\n"
        "avec {} copies et {} sosies (MOISSON_SEED={}) : {} paires, dont {} justes\n"
        "précision {:.1f} %, rappel {:.1f} %\n",
        entries.size(),
        catalogue.keys(),
        alone,
        planted,
        planted,
        seed,
        pairs,
        right,
        100 * precision,
        100 * recall
    );
    const bool enough = tell_styles(by_style) && recall >= 0.95;
    return alone == 0 && right == pairs && enough ? 0 : 1;
}
