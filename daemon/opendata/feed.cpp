// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/feed.hpp"

#include "core/limits.hpp"
#include "dcat/quality.hpp"
#include "monitor/quality.hpp"
#include "rdf/writer.hpp"
#include "text/email_mask.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::opendata {
namespace {

LocalizedText in_french(std::string text) {
    LocalizedText out;
    out.push_back(LangText{"fr", std::move(text), false});
    return out;
}

std::string catalog_iri(const FeedSite& site) {
    return site.url.absolute(routes::catalog_feed);
}

dcat::Copy copy_of(const FeedSite& site, const store::LiveDataset& dataset) {
    const store::DatasetRecord& record = dataset.record;
    const std::string id = to_string(record.id);
    dcat::Copy copy;
    // By id: a slug may change.
    copy.page = site.url.absolute(routes::dataset_iri_path(id));
    copy.record = site.url.absolute(routes::record_iri_path(id));
    copy.first_seen = record.first_seen;
    copy.last_changed = record.changed_at;
    copy.contacts = site.contacts;
    copy.uri_is_of_another = dataset.uri_is_of_another;
    copy.title_otherwise = in_french(record.slug);
    const std::string_view title = best_text(record.dataset.title, "fr");
    copy.description_otherwise = in_french(fmt::format(
        "Jeu de données « {} » du portail {}.",
        title.empty() ? std::string_view(record.slug) : title,
        record.portal_title
    ));
    return copy;
}

} // namespace

dcat::CatalogDescription
whole_catalog(const FeedSite& site, const std::vector<views::FeedPortal>& portals) {
    dcat::CatalogDescription out;
    out.iri = catalog_iri(site);
    out.title = site.name;
    const auto filled = std::ranges::count_if(portals, [](const views::FeedPortal& portal) {
        return portal.datasets > 0;
    });
    out.description = fmt::format(
        "Les jeux de données ouverts de {} {}, moissonnés par {}.",
        filled,
        filled > 1 ? "portails" : "portail",
        site.name
    );
    out.homepage = site.url.absolute(routes::home);
    out.publisher = site.url.absolute("/#editeur");
    out.publisher_name = site.name;
    for (const views::FeedPortal& portal : portals)
        if (portal.harvested && (!out.modified || *out.modified < *portal.harvested))
            out.modified = portal.harvested;
    return out;
}

dcat::CatalogDescription portal_catalog(const FeedSite& site, const views::FeedPortal& portal) {
    dcat::CatalogDescription out;
    out.iri = site.url.absolute(routes::portal_iri_path(portal.key));
    out.title = portal.title.empty() ? portal.key : portal.title;
    out.description = portal.description.empty()
                          ? fmt::format(
                                "Les jeux de données du portail {}, moissonnés par {}.",
                                out.title,
                                site.name
                            )
                          : portal.description;
    out.homepage = portal.url;
    // Not a blank node: every page says it again, and pages are read together.
    out.publisher = out.iri + "#editeur";
    out.publisher_name = portal.owner.empty() ? out.title : portal.owner;
    out.modified = portal.harvested;
    return out;
}

FeedGraph::FeedGraph(FeedSite site, views::FeedPortals portals, std::string portal_key)
    : site_(std::move(site)), portals_(std::move(portals)), is_whole_(portal_key.empty()) {
    if (is_whole_) {
        catalog_ = catalog_iri(site_);
        dcat::add_catalog(graph_, whole_catalog(site_, *portals_));
    } else {
        catalog_ = site_.url.absolute(routes::portal_iri_path(portal_key));
        describe_portal(portal_key);
    }
}

FeedGraph::FeedGraph(
    FeedSite site,
    views::FeedPortals portals,
    const dcat::CatalogDescription& part
)
    : site_(std::move(site)), portals_(std::move(portals)), catalog_(part.iri), is_whole_(false) {
    dcat::add_catalog(graph_, part);
}

void FeedGraph::describe_portal(const std::string& key) {
    const auto portal = std::ranges::find(*portals_, key, &views::FeedPortal::key);
    if (portal == portals_->end() || !described_.insert(key).second)
        return;
    const dcat::CatalogDescription description = portal_catalog(site_, *portal);
    dcat::add_catalog(graph_, description);
    if (is_whole_)
        dcat::add_part(graph_, catalog_, description.iri);
}

void FeedGraph::add_portals() {
    for (const views::FeedPortal& portal : *portals_)
        if (portal.datasets > 0)
            describe_portal(portal.key);
}

void FeedGraph::add(const store::LiveDataset& dataset) {
    const store::DatasetRecord& record = dataset.record;
    dcat::Copy copy = copy_of(site_, dataset);
    // Clusters follow the harvest by some seconds: two of one URI may still stand side by side.
    if (!datasets_.insert(dcat::published_iri(record.dataset, copy)).second) {
        copy.uri_is_of_another = true;
        datasets_.insert(copy.page);
    }
    const std::string iri = dcat::published_iri(record.dataset, copy);
    dcat::add_dataset(graph_, record.dataset, copy);
    dcat::add_member(graph_, catalog_, iri, copy.record);
    measure(record, iri);
    if (!is_whole_)
        return;
    describe_portal(record.portal_key);
    if (described_.contains(record.portal_key))
        dcat::add_member(
            graph_,
            site_.url.absolute(routes::portal_iri_path(record.portal_key)),
            iri,
            {}
        );
}

// Neither score looks at the clock: a page changes when what it tells has changed.
void FeedGraph::measure(const store::DatasetRecord& record, const std::string& iri) {
    if (!vocabularies_)
        return;
    const monitor::QualityFacts facts = monitor::facts_of(record.signal, Freshness::inconnue);
    dcat::QualitySummary quality;
    quality.subject = iri;
    quality.space = site_.url.absolute(metrics_space);
    quality.details = site_.url.absolute(
        fmt::format("{}/quality.ttl", routes::dataset_iri_path(to_string(record.id)))
    );
    quality.ours = record.signal.quality;
    quality.mqa = monitor::mqa_score_of(record.dataset, facts, *vocabularies_).earned();
    dcat::add_quality_summary(graph_, quality);
}

void FeedGraph::add_page(const dcat::CatalogPage& page) {
    dcat::add_page(graph_, catalog_, page);
}

bool FeedGraph::is_full() const {
    return graph_.bytes() >= limits::feed_graph_bytes || graph_.is_full();
}

std::string FeedGraph::write(rdf::Syntax syntax) {
    graph_.seal();
    std::string text = rdf::write(graph_, syntax);
    // Descriptions hold addresses too (decision 26). Finished text: no property can be forgotten.
    if (site_.contacts == dcat::Contacts::hidden)
        text = text::mask_emails(std::move(text));
    return text;
}

std::string subject_of(const FeedSite& site, const store::LiveDataset& dataset) {
    return dcat::published_iri(dataset.record.dataset, copy_of(site, dataset));
}

std::string write_dataset(
    const FeedSite& site,
    const store::LiveDataset& dataset,
    const views::FeedPortals& portals,
    rdf::Syntax syntax
) {
    FeedGraph graph(site, portals, dataset.record.portal_key);
    graph.add(dataset);
    return graph.write(syntax);
}

} // namespace moisson::opendata
