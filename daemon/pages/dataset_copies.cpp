// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The same dataset on other portals: each copy, its portal, and why we hold it to be the same.
#include "i18n/labels.hpp"
#include "i18n/language.hpp"
#include "pages/dataset_parts.hpp"

namespace moisson::pages {
namespace {

std::string evidence_text(const std::vector<Evidence>& evidence) {
    std::string out;
    for (const Evidence one : evidence) {
        out += out.empty() ? "" : " ; ";
        out += i18n::evidence_label(to_string(one));
    }
    return out;
}

std::string name_of(const store::ClusterMember& member) {
    return member.portal_title.empty() ? member.portal_key : member.portal_title;
}

// "Banque mondiale → HDX → Togo"; empty when the record says nothing of where it was taken.
std::string provenance_text(const store::DatasetCluster& cluster, DatasetId id) {
    const auto chain = store::provenance_of(cluster, id);
    if (chain.size() < 2)
        return {};
    std::string out;
    for (const store::ClusterMember* const member : chain) {
        out += out.empty() ? "" : " → ";
        out += name_of(*member);
    }
    return out;
}

render::Data copy(const store::DatasetCluster& cluster, const store::ClusterMember& member) {
    render::Data row;
    render::put(row, "portal", name_of(member));
    render::put(row, "title", member.title);
    render::put(row, "url", routes::dataset_page_of(member.slug));
    render::put(row, "evidence", i18n::typography(evidence_text(member.evidence)));
    render::put(
        row,
        "state",
        member.state == RecordState::active
            ? std::string()
            : std::string(i18n::record_state_label(to_string(member.state)))
    );
    const bool canonical = member.id == cluster.canonical;
    render::put(
        row,
        "canonical",
        canonical ? std::string(i18n::canonical_reason_label(to_string(cluster.reason)))
                  : std::string()
    );
    return row;
}

} // namespace

void put_copies(render::Data& data, const store::DatasetRecord& record) {
    render::Data list = render::list();
    std::string provenance;
    std::string reference;
    if (record.cluster) {
        for (const store::ClusterMember& member : record.cluster->members)
            if (member.id != record.id)
                list.push_back(copy(*record.cluster, member));
        provenance = provenance_text(*record.cluster, record.id);
        if (record.cluster->canonical == record.id)
            reference = i18n::canonical_reason_label(to_string(record.cluster->reason));
    }
    render::put_flag(data, "has_copies", record.cluster.has_value());
    render::put(data, "reference", std::move(reference));
    render::put(data, "chain", std::move(provenance));
    render::put_list(data, "copies", std::move(list));
}

} // namespace moisson::pages
