// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/facet_labels.hpp"

#include "i18n/labels.hpp"
#include "i18n/link_labels.hpp"

namespace moisson::api {

std::string facet_label(
    const i18n::CodeLabels& labels,
    search::Facet facet,
    const search::FacetItem& item,
    i18n::Lang lang
) {
    if (!item.label.empty())
        return item.label;
    if (facet == search::Facet::format_family && item.value.size() == 1)
        return std::string(i18n::format_family_label(item.value.front()));
    if (facet == search::Facet::links)
        return std::string(i18n::link_standing_label(item.value));
    return std::string(labels.find(search::to_string(facet), item.value, lang));
}

Json facet_counts_json(const i18n::CodeLabels& labels, const search::FacetResult& facet) {
    Json list = Json::array();
    for (const search::FacetItem& item : facet.items)
        list.push_back(
            {{"code", item.value},
             {"label", facet_label(labels, facet.facet, item, i18n::Lang::fr)},
             {"datasets", item.count}}
        );
    return list;
}

} // namespace moisson::api
