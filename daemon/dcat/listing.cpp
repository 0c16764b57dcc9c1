// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/listing.hpp"

#include "dcat/texts.hpp"
#include "dcat/vocabulary.hpp"
#include "model/text.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace moisson::dcat {
namespace {

using rdf::Graph;
using rdf::TermId;

constexpr std::array<std::string_view, 2> dataset_types{"dcat:Dataset", "dcat:DatasetSeries"};
constexpr std::array<std::string_view, 7> other_types{
    "dcat:Catalog",
    "dcat:DataService",
    "dcat:Distribution",
    "dcat:CatalogRecord",
    "foaf:Agent",
    "skos:Concept",
    "hydra:PartialCollectionView"};
// dcat:Dataset in the place of the property is seen too.
constexpr std::array<std::string_view, 2> listing_properties{"dcat:dataset", "dcat:Dataset"};
// The two vocabularies of Hydra, in the order in which they are asked.
constexpr std::array<std::string_view, 2> next_properties{"hydra:next", "hydra:nextPage"};

std::optional<TermId> known(const Graph& graph, std::string_view name) {
    return graph.find_iri(iri_of(name));
}

bool is_a(const Graph& graph, TermId node, std::string_view type) {
    const auto predicate = known(graph, "rdf:type");
    const auto object = known(graph, type);
    return predicate && object && graph.contains(rdf::Triple{node, *predicate, *object});
}

// Title of any kind.
bool has_title(const Graph& graph, TermId node) {
    for (const std::string_view name : title_properties) {
        const auto predicate = known(graph, name);
        if (predicate && !graph.about(node, *predicate).empty())
            return true;
    }
    return false;
}

// Nothing but types is said about it.
bool says_nothing(const Graph& graph, TermId node) {
    const auto type = known(graph, "rdf:type");
    const auto all = graph.about(node);
    return std::all_of(all.begin(), all.end(), [&](const rdf::Triple& triple) {
        return type && triple.predicate == *type;
    });
}

std::string other_type(const Graph& graph, TermId node) {
    for (const std::string_view type : other_types)
        if (is_a(graph, node, type))
            return std::string(local_name(type));
    return {};
}

class Sorter {
public:
    explicit Sorter(const Graph& graph) : graph_(graph) {}

    Listing sort() {
        listing_.catalogs = graph_.subjects_of_type(iri_of("dcat:Catalog"));
        for (const TermId catalog : listing_.catalogs)
            listing_.own_things.insert(rdf::index_of(catalog));
        std::vector<TermId> found;
        for (const std::string_view property : listing_properties)
            if (const auto predicate = known(graph_, property))
                for (const rdf::Triple& triple : graph_.triples())
                    if (triple.predicate == *predicate)
                        add(triple.object, listed_, found);
        for (const std::string_view type : dataset_types)
            for (const TermId node : graph_.subjects_of_type(iri_of(type)))
                add(node, typed_, found);
        // In order of first sight, whatever was met first here.
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        for (const TermId node : found)
            place(node);
        return std::move(listing_);
    }

private:
    using Set = std::unordered_set<std::uint32_t>;

    void add(TermId node, Set& set, std::vector<TermId>& found) {
        if (graph_.kind(node) == rdf::TermKind::literal)
            return;
        set.insert(rdf::index_of(node));
        found.push_back(node);
        listing_.own_things.insert(rdf::index_of(node));
    }

    // Something that is a dataset points at it by another property than a catalogue's.
    bool is_named_by_dataset(TermId node) const {
        const auto positions = graph_.pointing_at(node);
        return std::any_of(positions.begin(), positions.end(), [&](std::uint32_t position) {
            const TermId subject = graph_.at(position).subject;
            return subject != node && (typed_.contains(rdf::index_of(subject)) ||
                                       listed_.contains(rdf::index_of(subject)));
        });
    }

    void place(TermId node) {
        const std::uint32_t index = rdf::index_of(node);
        const bool is_typed = typed_.contains(index);
        const bool is_listed = listed_.contains(index);
        if (const std::string type = other_type(graph_, node);
            !type.empty() && (!is_typed || type == "Catalog")) {
            listing_.others.emplace_back(node, type);
        } else if (says_nothing(graph_, node)) {
            auto& sort =
                is_listed || !is_named_by_dataset(node) ? listing_.only_named : listing_.external;
            sort.push_back(node);
        } else if (!is_listed && !has_title(graph_, node) && is_named_by_dataset(node)) {
            listing_.external.push_back(node);
        } else {
            listing_.datasets.push_back(node);
        }
    }

    const Graph& graph_;
    Listing listing_;
    Set listed_;
    Set typed_;
};

std::string first_value(const Graph& graph, TermId node, std::string_view property) {
    const auto predicate = known(graph, property);
    if (!predicate)
        return {};
    const auto found = graph.about(node, *predicate);
    return found.empty() ? std::string()
                         : std::string(text::trim(graph.term(found.front().object).value));
}

std::optional<std::int64_t> total_of(const Graph& graph) {
    const auto predicate = known(graph, "hydra:totalItems");
    if (!predicate)
        return std::nullopt;
    for (const rdf::Triple& triple : graph.triples()) {
        if (triple.predicate != *predicate)
            continue;
        const std::string_view text = graph.term(triple.object).value;
        std::int64_t count = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
        if (read.ec == std::errc{} && read.ptr == text.data() + text.size() && count >= 0)
            return count;
    }
    return std::nullopt;
}

} // namespace

LocalizedText titles_of(const Graph& graph, TermId node) {
    LocalizedText titles;
    for (const std::string_view property : title_properties)
        if (const auto predicate = known(graph, property))
            for (const rdf::Triple& triple : graph.about(node, *predicate))
                add_text(titles, rdf::Term(graph.term(triple.object)));
    return titles;
}

Listing list_datasets(const Graph& graph) {
    return Sorter(graph).sort();
}

Paging paging_of(const Graph& graph, std::string_view address) {
    Paging paging;
    paging.total = total_of(graph);
    for (const std::string_view property : next_properties) {
        const auto predicate = known(graph, property);
        if (!predicate)
            continue;
        std::vector<TermId> pages;
        for (const rdf::Triple& triple : graph.triples())
            if (triple.predicate == *predicate && (pages.empty() || pages.back() != triple.subject))
                pages.push_back(triple.subject);
        if (pages.empty())
            continue;
        const auto here = std::find_if(pages.begin(), pages.end(), [&](TermId page) {
            return graph.term(page).value == address;
        });
        const TermId page = here != pages.end() ? *here : pages.front();
        paging.next = first_value(graph, page, property);
        if (!paging.next.empty())
            return paging;
    }
    return paging;
}

std::string catalog_title(const Graph& graph, const Listing& listing) {
    for (const TermId catalog : listing.catalogs) {
        const LocalizedText titles = titles_of(graph, catalog);
        if (!titles.empty())
            return std::string(best_text(titles, "fr"));
    }
    return {};
}

} // namespace moisson::dcat
