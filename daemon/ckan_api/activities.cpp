// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Our changes as CKAN's activities.
#include "ckan_api/limits.hpp"
#include "ckan_api/site.hpp"
#include "core/limits.hpp"

#include <algorithm>

namespace moisson::ckan_api {
namespace {

constexpr std::size_t activities_usual = 31;

Json activity(std::string_view type, Instant at, const store::DatasetRecord& record) {
    Json package = Json::object();
    package["id"] = to_string(record.id);
    package["name"] = record.slug;
    package["title"] = best_text(record.dataset.title, "fr");
    Json out = Json::object();
    const std::string time = naive_time(at);
    out["id"] = to_string(uuid5(record.id.uuid, time));
    out["timestamp"] = time;
    out["user_id"] = to_string(harvest_source_id(record.portal_key));
    out["object_id"] = to_string(record.id);
    out["revision_id"] = nullptr;
    out["activity_type"] = type;
    out["data"] = Json::object();
    out["data"]["package"] = std::move(package);
    return out;
}

} // namespace

asio::awaitable<Answer> recent_changes(SitePtr site, Parameters parameters) {
    const Read<Slice> slice = read_slice(parameters, activities_usual, limits::listed_datasets);
    if (!slice)
        co_return slice.error();
    search::Selection selection;
    selection.order.push_back(search::OrderKey{search::OrderKey::By::changed, true});
    selection.start = slice->offset;
    selection.rows = slice->limit;
    const Read<search::Selected> selected = co_await select(site, std::move(selection));
    if (!selected)
        co_return selected.error();
    std::vector<DatasetId> ids;
    for (const search::Hit& hit : selected->hits)
        ids.push_back(hit.id);
    const Result<std::vector<store::DatasetRecord>> records =
        co_await site->selections.records(std::move(ids));
    if (!records)
        co_return failure_of(records.error());
    Json out = Json::array();
    for (const store::DatasetRecord& record : *records)
        out.push_back(activity(
            record.changed_at > record.first_seen ? "changed package" : "new package",
            record.changed_at,
            record
        ));
    co_return published(out);
}

asio::awaitable<Answer> package_activities(SitePtr site, Parameters parameters) {
    const Read<std::string> id = parameters.wanted("id");
    if (!id)
        co_return id.error();
    const Read<Slice> slice = read_slice(parameters, activities_usual, limits::listed_datasets);
    if (!slice)
        co_return slice.error();
    const Read<store::DatasetRecord> record = co_await read_dataset(site, *id);
    if (!record)
        co_return record.error();
    store::HistoryQuery query;
    query.dataset = record->id;
    query.limit = std::max(1, static_cast<int>(slice->limit));
    const Result<store::HistoryPage> page = co_await site->views.history(query);
    if (!page)
        co_return failure_of(page.error());
    Json out = Json::array();
    for (const store::HistoryEntry& entry : page->entries)
        out.push_back(activity(
            entry.cause == store::ChangeCause::created ? "new package" : "changed package",
            entry.at,
            *record
        ));
    co_return published(out);
}

} // namespace moisson::ckan_api
