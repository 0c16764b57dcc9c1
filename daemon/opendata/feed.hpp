// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Datasets as the graph of a feed: who is described, under which addresses. Pure.
#pragma once

#include "dcat/catalog.hpp"
#include "dcat/published.hpp"
#include "normalise/vocabularies.hpp"
#include "opendata/feed_query.hpp"
#include "rdf/syntax.hpp"
#include "views/open_data.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::opendata {

// Of the metrics that are ours.
inline constexpr std::string_view metrics_space = "/ns/quality#";

// What all feeds of a site have in common.
struct FeedSite {
    routes::PublicUrl url;
    std::string name;
    dcat::Contacts contacts = dcat::Contacts::hidden;
};

// The catalogue of everything, and that of a portal within it.
dcat::CatalogDescription
whole_catalog(const FeedSite& site, const std::vector<views::FeedPortal>& portals);
dcat::CatalogDescription portal_catalog(const FeedSite& site, const views::FeedPortal& portal);

// One page of a feed, filled step by step.
class FeedGraph {
public:
    // `portal_key` empty: the catalogue of everything. `portals` is not null.
    FeedGraph(FeedSite site, views::FeedPortals portals, std::string portal_key);
    // A part of the catalogue that is none of a portal.
    FeedGraph(FeedSite site, views::FeedPortals portals, const dcat::CatalogDescription& part);

    // From now on each dataset comes with its scores; they are judged by these.
    void measure_by(std::shared_ptr<const normalise::Vocabularies> vocabularies) {
        vocabularies_ = std::move(vocabularies);
    }
    // A dataset, its distributions, our record of it, its portal, and that the catalogue has it.
    void add(const store::LiveDataset& dataset);
    // All portals as parts of the catalogue of everything.
    void add_portals();
    void add_page(const dcat::CatalogPage& page);
    // The page ends here: the graph holds as much as one page may.
    bool is_full() const;
    // The document; nothing may be added afterwards.
    std::string write(rdf::Syntax syntax);

private:
    void describe_portal(const std::string& key);
    void measure(const store::DatasetRecord& record, const std::string& iri);

    FeedSite site_;
    views::FeedPortals portals_;
    std::string catalog_;
    bool is_whole_ = true;
    std::shared_ptr<const normalise::Vocabularies> vocabularies_;
    rdf::Graph graph_;
    // IRIs that are taken on this page, and portals that are described.
    std::set<std::string> datasets_;
    std::set<std::string> described_;
};

// The subject under which a feed publishes the dataset.
std::string subject_of(const FeedSite& site, const store::LiveDataset& dataset);

// One dataset by itself.
std::string write_dataset(
    const FeedSite& site,
    const store::LiveDataset& dataset,
    const views::FeedPortals& portals,
    rdf::Syntax syntax
);

} // namespace moisson::opendata
