// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Our records as CKAN writes datasets, resources, organisations and groups, with the types that
// harvesters insist on (research A1.5). Pure.
#pragma once

#include "ckan_api/envelope.hpp"
#include "ckan_api/names.hpp"
#include "i18n/code_labels.hpp"
#include "routes/paths.hpp"
#include "search/display.hpp"
#include "store/catalog_store.hpp"
#include "views/open_data.hpp"

namespace moisson::ckan_api {

struct Dictionary {
    const routes::PublicUrl& url;
    const i18n::CodeLabels& labels;
    VocabulariesPtr vocabularies;
    // What freshness is told by; null where nothing is told of it.
    views::FeedPortals portals;
};

// The dict of package_show. Addresses of people stay inside (decision 26): every e-mail is empty.
Json package_json(const Dictionary& dictionary, const store::DatasetRecord& record);
Json resource_json(
    const Dictionary& dictionary,
    const store::DatasetRecord& record,
    std::size_t position
);

struct GroupCard {
    std::string name;
    std::string title;
    std::int64_t packages = 0;
};
// What a dataset says of its organisation.
Json organization_brief(std::string_view name, std::string_view title);
// organization_show, without what is asked for by parameters.
Json organization_json(const GroupCard& card);
// What a dataset says of a theme, and group_show.
Json group_brief(const i18n::CodeLabels& labels, std::string_view theme);
Json group_json(const GroupCard& card);
Json tag_json(std::string_view name);

// Text of an extra: lists as JSON.
Json extra(std::string_view key, std::string value);

} // namespace moisson::ckan_api
