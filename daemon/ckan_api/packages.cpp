// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Datasets by name, by list, by beginning.
#include "ckan_api/limits.hpp"
#include "ckan_api/site.hpp"

#include <algorithm>

namespace moisson::ckan_api {

asio::awaitable<Answer> package_show(SitePtr site, Parameters parameters) {
    const bool other_name = !parameters.has("id") && parameters.has("name_or_id");
    const Read<std::string> id = parameters.wanted(other_name ? "name_or_id" : "id");
    if (!id)
        co_return id.error();
    const Read<store::DatasetRecord> record = co_await read_dataset(site, *id);
    if (!record)
        co_return record.error();
    const views::FeedPortals portals = co_await known_portals(site);
    const Dictionary dictionary{
        site->options.public_url,
        site->labels,
        site->vocabularies(),
        portals};
    co_return published(package_json(dictionary, *record));
}

namespace {

// A list of names on its way: the next part begins behind the last name of the one before, so that
// nothing is held for a client that reads slowly.
struct NameWalk {
    SitePtr site;
    std::string after;
    std::size_t left = 0;
    bool has_begun = false;
};

std::string names_text(const views::Slugs& names, bool has_begun) {
    std::string out;
    for (const std::string& name : names) {
        out += has_begun ? ", " : "";
        out += dump(Json(name));
        has_begun = true;
    }
    return out;
}

asio::awaitable<Result<std::string>> next_names(std::shared_ptr<NameWalk> walk, std::size_t start) {
    const std::size_t count = std::min(walk->left, limits::listed_names);
    std::string after = walk->after;
    const Result<views::Slugs> names =
        co_await walk->site->selections.slugs(std::move(after), start, count);
    if (!names)
        co_return names.error();
    std::string text = names_text(*names, walk->has_begun);
    walk->has_begun = walk->has_begun || !names->empty();
    walk->left -= names->size();
    if (names->size() < limits::listed_names)
        walk->left = 0;
    else
        walk->after = names->back();
    co_return text;
}

// An empty part is the end: the bracket goes with the last names.
asio::awaitable<Result<std::string>> next_part(std::shared_ptr<NameWalk> walk) {
    if (!walk->site)
        co_return std::string();
    Result<std::string> text = co_await next_names(walk, 0);
    if (!text)
        co_return text;
    if (walk->left == 0) {
        *text += "]";
        walk->site.reset();
    }
    co_return text;
}

} // namespace

asio::awaitable<Read<Streamed>> package_list(SitePtr site, Parameters parameters) {
    // No default limit: ckanapi reads the whole list at once.
    constexpr std::size_t everything = 1'000'000'000;
    const Read<Slice> slice = read_slice(parameters, everything, everything);
    if (!slice)
        co_return slice.error();
    auto walk = std::make_shared<NameWalk>();
    walk->site = std::move(site);
    walk->left = slice->limit;
    const Result<std::string> first = co_await next_names(walk, slice->offset);
    if (!first)
        co_return failure_of(first.error());
    Streamed out;
    out.first = "[" + *first;
    if (walk->left == 0)
        out.first += "]";
    else
        out.rest = [walk] { return next_part(walk); };
    co_return out;
}

asio::awaitable<Answer> current_package_list(SitePtr site, Parameters parameters) {
    Read<Slice> slice = read_slice(parameters, limits::listed_datasets, limits::search_rows);
    if (!slice)
        co_return slice.error();
    const Read<std::int64_t> page = parameters.natural("page", 0);
    if (!page)
        co_return page.error();
    if (*page > 1 && !parameters.has("offset"))
        slice->offset = static_cast<std::size_t>(*page - 1) * slice->limit;
    search::Selection selection;
    selection.order.push_back(search::OrderKey{search::OrderKey::By::changed, true});
    selection.start = slice->offset;
    selection.rows = slice->limit;
    Read<search::Selected> selected = co_await select(site, std::move(selection));
    if (!selected)
        co_return selected.error();
    std::vector<std::string> all_fields;
    Read<std::string> packages =
        co_await packages_text(site, std::move(selected->hits), std::move(all_fields));
    co_return packages;
}

asio::awaitable<Answer> package_autocomplete(SitePtr site, Parameters parameters) {
    const Read<Slice> slice = read_slice(parameters, 10, limits::suggestions);
    if (!slice)
        co_return slice.error();
    std::string text =
        parameters.has("incomplete") ? parameters.text("incomplete") : parameters.text("q");
    const Result<search::Completions> found =
        co_await site->views.complete(std::move(text), slice->limit);
    if (!found)
        co_return failure_of(found.error());
    Json out = Json::array();
    for (const search::TitleCompletion& one : found->titles) {
        const std::string title(best_text(one.title, "fr"));
        Json item = Json::object();
        item["name"] = one.slug;
        item["title"] = title;
        item["match_field"] = "title";
        item["match_displayed"] = title + " (" + one.slug + ")";
        out.push_back(std::move(item));
    }
    co_return published(out);
}

// The datasets of a theme.
asio::awaitable<Answer> group_package_show(SitePtr site, Parameters parameters) {
    const Read<std::string> id = parameters.wanted("id");
    if (!id)
        co_return id.error();
    const Read<Slice> slice = read_slice(parameters, limits::listed_datasets, limits::search_rows);
    if (!slice)
        co_return slice.error();
    std::string theme = theme_of_group(*id);
    for (const std::string_view code : site->labels.codes("theme"))
        if (to_string(group_id(group_name(code))) == *id)
            theme = code;
    if (site->labels.find("theme", theme) == theme)
        co_return not_found("Group " + *id);
    search::Selection selection;
    selection.where = has_value(search::Facet::theme, theme);
    selection.order.push_back(search::OrderKey{search::OrderKey::By::changed, true});
    selection.start = slice->offset;
    selection.rows = slice->limit;
    Read<search::Selected> selected = co_await select(site, std::move(selection));
    if (!selected)
        co_return selected.error();
    std::vector<std::string> all_fields;
    Read<std::string> packages =
        co_await packages_text(site, std::move(selected->hits), std::move(all_fields));
    co_return packages;
}

} // namespace moisson::ckan_api
