// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Tags, formats and licences.
#include "async/offload.hpp"
#include "ckan_api/limits.hpp"
#include "ckan_api/site.hpp"
#include "text/fold.hpp"

#include <algorithm>

namespace moisson::ckan_api {
namespace {

// Tags whose text holds `query`, by name; those that are no name for CKAN are left out.
asio::awaitable<Read<std::vector<std::string>>> tags_with(SitePtr site, std::string query) {
    const Read<std::vector<search::FacetItem>> items =
        co_await count_all(site, search::Facet::tag, -1);
    if (!items)
        co_return items.error();
    auto job = [list = *items, wanted = text::fold(query)] {
        std::vector<std::string> out;
        for (const search::FacetItem& item : list)
            if (std::string name = tag_name(item.value);
                !name.empty() && (wanted.empty() || name.find(wanted) != name.npos))
                out.push_back(std::move(name));
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    };
    std::vector<std::string> out = co_await offload(site->options.cpu, std::move(job));
    co_return out;
}

std::string query_of(const Parameters& parameters) {
    std::string query = parameters.text("query");
    return query.empty() ? parameters.text("q") : query;
}

Json labels_of(const normalise::LicenceRow& row) {
    const std::string name = row.ckan_id.empty() ? row.code : row.ckan_id;
    const bool is_open = row.openness == 'O';
    Json out = Json::object();
    out["id"] = name;
    out["title"] = row.labels.fr;
    out["url"] = row.url;
    out["status"] = "active";
    out["family"] = "";
    out["maintainer"] = "";
    out["od_conformance"] = is_open               ? "approved"
                            : row.openness == 'C' ? "rejected"
                                                  : "not reviewed";
    out["osd_conformance"] = "not reviewed";
    out["domain_content"] = false;
    out["domain_data"] = true;
    out["domain_software"] = false;
    out["is_generic"] = false;
    out["is_okd_compliant"] = is_open;
    out["is_osi_compliant"] = false;
    return out;
}

} // namespace

asio::awaitable<Answer> tag_list(SitePtr site, Parameters parameters) {
    // There are no vocabularies of tags.
    if (const std::string vocabulary = parameters.text("vocabulary_id"); !vocabulary.empty())
        co_return not_found("Vocabulary " + vocabulary);
    std::string query = query_of(parameters);
    const Read<std::vector<std::string>> tags = co_await tags_with(site, std::move(query));
    if (!tags)
        co_return tags.error();
    if (!parameters.truth("all_fields", false))
        co_return dump(Json(*tags));
    Json out = Json::array();
    for (const std::string& name : *tags)
        out.push_back(tag_json(name));
    co_return dump(out);
}

asio::awaitable<Answer> tag_show(SitePtr site, Parameters parameters) {
    const Read<std::string> id = parameters.wanted("id");
    if (!id)
        co_return id.error();
    std::string none;
    const Read<std::vector<std::string>> tags = co_await tags_with(site, std::move(none));
    if (!tags)
        co_return tags.error();
    const std::string folded = text::fold(*id);
    const auto at = std::find_if(tags->begin(), tags->end(), [&](const std::string& name) {
        return name == folded || to_string(tag_id(name)) == *id;
    });
    if (at == tags->end())
        co_return not_found("Tag " + *id);
    Json json = tag_json(*at);
    if (!parameters.truth("include_datasets", false))
        co_return dump(json);
    search::Selection selection;
    KnownNames names;
    Node node;
    node.kind = Node::Kind::term;
    node.field = "tags";
    node.text = *at;
    selection.where = to_conditions(node, names).where;
    selection.rows = limits::listed_datasets;
    selection.order.push_back(search::OrderKey{search::OrderKey::By::changed, true});
    Read<search::Selected> selected = co_await select(site, std::move(selection));
    if (!selected)
        co_return selected.error();
    std::vector<std::string> all_fields;
    const Read<std::string> packages =
        co_await packages_text(site, std::move(selected->hits), std::move(all_fields));
    if (!packages)
        co_return packages.error();
    std::string text = dump(json);
    text.pop_back();
    co_return text + ", \"packages\": " + *packages + "}";
}

asio::awaitable<Answer> tag_search(SitePtr site, Parameters parameters) {
    const Read<Slice> slice = read_slice(parameters, limits::search_rows, limits::search_rows);
    if (!slice)
        co_return slice.error();
    std::string query = query_of(parameters);
    const Read<std::vector<std::string>> tags = co_await tags_with(site, std::move(query));
    if (!tags)
        co_return tags.error();
    Json results = Json::array();
    for (std::size_t i = slice->offset; i < tags->size() && results.size() < slice->limit; ++i)
        results.push_back(tag_json((*tags)[i]));
    Json out = Json::object();
    out["count"] = tags->size();
    out["results"] = std::move(results);
    co_return dump(out);
}

asio::awaitable<Answer> tag_autocomplete(SitePtr site, Parameters parameters) {
    const Read<Slice> slice = read_slice(parameters, 10, limits::suggestions);
    if (!slice)
        co_return slice.error();
    std::string query = query_of(parameters);
    if (query.empty())
        query = parameters.text("incomplete");
    Read<std::vector<std::string>> tags = co_await tags_with(site, std::move(query));
    if (!tags)
        co_return tags.error();
    if (tags->size() > slice->limit)
        tags->resize(slice->limit);
    co_return dump(Json(*tags));
}

asio::awaitable<Answer> format_autocomplete(SitePtr site, Parameters parameters) {
    const Read<Slice> slice = read_slice(parameters, 5, limits::suggestions);
    if (!slice)
        co_return slice.error();
    const Read<std::vector<search::FacetItem>> items =
        co_await count_all(site, search::Facet::format, -1);
    if (!items)
        co_return items.error();
    std::string query = query_of(parameters);
    if (query.empty())
        query = parameters.text("incomplete");
    const std::string wanted = text::fold(query);
    Json out = Json::array();
    for (const search::FacetItem& item : *items) {
        std::string name = text::fold(site->labels.find("format", item.value));
        if (out.size() < slice->limit && name.find(wanted) != name.npos)
            out.push_back(std::move(name));
    }
    co_return dump(out);
}

asio::awaitable<Answer> license_list(SitePtr site, Parameters) {
    Json out = Json::array();
    std::vector<std::string> seen;
    if (const VocabulariesPtr vocabularies = site->vocabularies())
        for (const normalise::LicenceRow& row : vocabularies->licences()) {
            Json one = labels_of(row);
            const auto name = one["id"].get<std::string>();
            if (std::find(seen.begin(), seen.end(), name) != seen.end())
                continue;
            seen.push_back(name);
            out.push_back(std::move(one));
        }
    co_return dump(out);
}

} // namespace moisson::ckan_api
