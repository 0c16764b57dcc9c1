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

constexpr std::size_t every_tag = 1'000'000'000;

using Names = std::shared_ptr<const std::vector<std::string>>;

// Names of all tags, each once, in order; those that are no name for CKAN are left out.
asio::awaitable<Read<Names>> all_tags(SitePtr site) {
    const Read<views::Values> values = co_await all_values(site, search::Facet::tag);
    if (!values)
        co_return values.error();
    Derived<std::vector<std::string>>& known = site->derived->tags;
    if (known.of == *values)
        co_return known.made;
    auto job = [list = *values] {
        std::vector<std::string> out;
        for (const search::FacetItem& item : *list)
            if (std::string name = tag_name(item.value); !name.empty())
                out.push_back(std::move(name));
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return std::make_shared<const std::vector<std::string>>(std::move(out));
    };
    Names made = co_await offload(site->options.cpu, std::move(job));
    known.of = *values;
    known.made = made;
    co_return made;
}

// Those whose text holds `query`, `most` of them.
asio::awaitable<Read<std::vector<std::string>>>
tags_with(SitePtr site, std::string query, std::size_t most) {
    const Read<Names> names = co_await all_tags(site);
    if (!names)
        co_return names.error();
    auto job = [list = *names, wanted = text::fold(query), most] {
        std::vector<std::string> out;
        for (const std::string& name : *list)
            if (out.size() < most && (wanted.empty() || name.find(wanted) != name.npos))
                out.push_back(name);
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
    const Read<std::vector<std::string>> tags =
        co_await tags_with(site, std::move(query), every_tag);
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
    const Read<Names> tags = co_await all_tags(site);
    if (!tags)
        co_return tags.error();
    // By id, every name is hashed until one fits.
    auto job = [list = *tags, wanted = *id, folded = text::fold(*id)] {
        if (std::binary_search(list->begin(), list->end(), folded))
            return folded;
        const auto uuid = uuid_from_string(wanted);
        for (const std::string& name : *list)
            if (uuid && tag_id(name) == *uuid)
                return name;
        return std::string();
    };
    const std::string tag = co_await offload(site->options.cpu, std::move(job));
    if (tag.empty())
        co_return not_found("Tag " + *id);
    Json json = tag_json(tag);
    if (!parameters.truth("include_datasets", false))
        co_return dump(json);
    search::Selection selection;
    KnownNames names;
    Node node;
    node.kind = Node::Kind::term;
    node.field = "tags";
    node.text = tag;
    selection.where = to_conditions(node, names).where;
    selection.rows = limits::search_rows;
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
    const Read<std::vector<std::string>> tags =
        co_await tags_with(site, std::move(query), every_tag);
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
    const Read<std::vector<std::string>> tags =
        co_await tags_with(site, std::move(query), slice->limit);
    if (!tags)
        co_return tags.error();
    co_return dump(Json(*tags));
}

asio::awaitable<Answer> format_autocomplete(SitePtr site, Parameters parameters) {
    const Read<Slice> slice = read_slice(parameters, 5, limits::suggestions);
    if (!slice)
        co_return slice.error();
    const Read<views::Values> values = co_await all_values(site, search::Facet::format);
    if (!values)
        co_return values.error();
    std::vector<search::FacetItem> items(**values);
    std::stable_sort(items.begin(), items.end(), [](const auto& a, const auto& b) {
        return a.count > b.count;
    });
    std::string query = query_of(parameters);
    if (query.empty())
        query = parameters.text("incomplete");
    const std::string wanted = text::fold(query);
    Json out = Json::array();
    for (const search::FacetItem& item : items) {
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
