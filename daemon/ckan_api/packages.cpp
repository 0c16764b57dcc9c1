// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Datasets by name, by list, by beginning.
#include "async/offload.hpp"
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
    const Dictionary dictionary{site->options.public_url, site->labels, site->vocabularies()};
    co_return published(package_json(dictionary, *record));
}

asio::awaitable<Answer> package_list(SitePtr site, Parameters parameters) {
    // No default limit: ckanapi reads the whole list at once.
    constexpr std::size_t everything = 1'000'000'000;
    const Read<Slice> slice = read_slice(parameters, everything, everything);
    if (!slice)
        co_return slice.error();
    const Result<views::Slugs> slugs = co_await site->selections.slugs();
    if (!slugs)
        co_return failure_of(slugs.error());
    const LongAnswer mine(*site, std::min(slice->limit, (*slugs)->size()) > limits::facet_values);
    if (!mine.allowed())
        co_return busy();
    auto job = [list = *slugs, part = *slice] {
        std::string out = "[";
        const std::size_t begin = std::min(part.offset, list->size());
        const std::size_t end = begin + std::min(part.limit, list->size() - begin);
        for (std::size_t i = begin; i < end; ++i)
            out += (i == begin ? "" : ", ") + dump(Json((*list)[i]));
        return out + "]";
    };
    std::string text = co_await offload(site->options.cpu, std::move(job));
    co_return text;
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
    co_return dump(out);
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
