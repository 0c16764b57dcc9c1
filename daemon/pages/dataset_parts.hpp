// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Parts of a dataset's page: resources, copies, facts, remarks, history, schema.org. Inside the
// room only.
#pragma once

#include "pages/site.hpp"

#include <cstdint>

namespace moisson::pages {

// `links`: what the link checker knows of them; empty when it knows nothing.
void put_resources(
    render::Data& data,
    const Site& site,
    const Dataset& dataset,
    const std::vector<store::LinkReport>& links
);
// Whether a browser could follow it.
enum class LinkOf : std::uint8_t { usable_address, other_address };
// Badge, sentence and hint of one resource's link, on its row: "Pas encore vérifié" until it was.
// `report` null: nothing is known of links at all.
void put_link(render::Data& row, const store::LinkReport* report, LinkOf address);
// What its last mapping found wrong, each code once.
void put_remarks(render::Data& data, const std::vector<Issue>& issues);
// The same dataset on other portals.
void put_copies(render::Data& data, const store::DatasetRecord& record);
// What operators corrected, with what the source says and why.
void put_corrections(
    render::Data& data,
    const Site& site,
    const std::vector<AppliedCorrection>& corrections
);
// Resources that are shown no more, and why.
void put_taken_down(render::Data& data, const std::vector<TakenDownDistribution>& parts);
void put_facts(render::Data& data, const Site& site, const store::DatasetRecord& record);
// Its newest changes; no section without any.
void put_history(
    render::Data& data,
    const Site& site,
    const store::DatasetRecord& record,
    const store::HistoryPage& page
);
// schema.org Dataset, safe inside a script element.
std::string dataset_json_ld(const Site& site, const store::DatasetRecord& record);

// The badge of freshness and its sentence.
void put_freshness_verdict(
    render::Data& data,
    const Site& site,
    const views::DatasetAnswer& answer,
    const FreshnessDates& dates
);
// The score of quality and what there is to mend, dearest first; nothing of a brief answer or of
// what has left its portal.
void put_quality(render::Data& data, const Site& site, const views::DatasetAnswer& answer);

} // namespace moisson::pages
