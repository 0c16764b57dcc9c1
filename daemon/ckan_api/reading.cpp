// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "async/offload.hpp"
#include "ckan_api/limits.hpp"
#include "ckan_api/site.hpp"
#include "core/limits.hpp"
#include "routes/url.hpp"
#include "text/email_mask.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::ckan_api {
namespace {

std::string write_package(
    const Dictionary& dictionary,
    const store::DatasetRecord& record,
    const std::vector<std::string>& fields
) {
    Json json = package_json(dictionary, record);
    if (fields.empty())
        return published(json);
    Json chosen = Json::object();
    for (const std::string& field : fields)
        if (json.contains(field))
            chosen[field] = json[field];
    return published(chosen);
}

} // namespace

std::string published(const Json& json) {
    return text::mask_emails(dump(json));
}

asio::awaitable<views::FeedPortals> known_portals(SitePtr site) {
    const Result<views::FeedPortals> portals = co_await site->data.portals();
    co_return portals ? *portals : views::FeedPortals();
}

asio::awaitable<Read<std::string>>
packages_text(SitePtr site, std::vector<search::Hit> hits, std::vector<std::string> fields) {
    const LongAnswer mine(*site, hits.size() > limits::long_answer_rows);
    if (!mine.allowed())
        co_return busy();
    if (std::find(fields.begin(), fields.end(), "*") != fields.end())
        fields.clear();
    const auto step = static_cast<std::size_t>(moisson::limits::live_step);
    const views::FeedPortals portals = co_await known_portals(site);
    std::string out = "[";
    for (std::size_t begin = 0; begin < hits.size(); begin += step) {
        std::vector<DatasetId> ids;
        for (std::size_t i = begin; i < std::min(begin + step, hits.size()); ++i)
            ids.push_back(hits[i].id);
        Result<std::vector<store::DatasetRecord>> records =
            co_await site->selections.records(std::move(ids));
        if (!records)
            co_return failure_of(records.error());
        auto job = [site, fields, portals, list = std::move(*records)] {
            const Dictionary dictionary{
                site->options.public_url,
                site->labels,
                site->vocabularies(),
                portals};
            std::string text;
            for (const store::DatasetRecord& record : list)
                text += (text.empty() ? "" : ", ") + write_package(dictionary, record, fields);
            return text;
        };
        const std::string text = co_await offload(site->options.cpu, std::move(job));
        if (!text.empty())
            out += (out.size() > 1 ? ", " : "") + text;
    }
    co_return out + "]";
}

asio::awaitable<Read<search::Selected>> select(SitePtr site, search::Selection selection) {
    Result<search::Selected> selected = co_await site->selections.select(std::move(selection));
    if (!selected)
        co_return failure_of(selected.error());
    co_return std::move(*selected);
}

asio::awaitable<Read<store::DatasetRecord>> read_dataset(SitePtr site, std::string name) {
    Result<views::DatasetAnswer> answer = co_await site->views.dataset(name);
    if (!answer)
        co_return failure_of(answer.error());
    const bool shown = answer->outcome == views::DatasetOutcome::found ||
                       answer->outcome == views::DatasetOutcome::moved;
    if (shown && answer->full)
        co_return std::move(*answer->full);
    // The index knows no resources: half a dataset would be taken for the whole.
    if (answer->outcome == views::DatasetOutcome::found_brief)
        co_return engine_down();
    co_return not_found("Dataset " + name);
}

asio::awaitable<Read<views::Values>> all_values(SitePtr site, search::Facet facet) {
    const Result<views::Values> values = co_await site->selections.values(facet);
    if (!values)
        co_return failure_of(values.error());
    co_return *values;
}

search::Condition has_value(search::Facet facet, std::string value) {
    search::Condition out;
    out.kind = search::Condition::Kind::facet;
    out.facet = facet;
    out.values.push_back(std::move(value));
    return out;
}

Read<Slice> read_slice(const Parameters& parameters, std::size_t usual, std::size_t most) {
    const auto limit = parameters.natural("limit", static_cast<std::int64_t>(usual));
    if (!limit)
        return limit.error();
    const auto offset = parameters.natural("offset", 0);
    if (!offset)
        return offset.error();
    Slice out;
    out.limit = std::min(static_cast<std::size_t>(*limit), most);
    out.offset = static_cast<std::size_t>(*offset);
    return out;
}

std::string action_address(const Site& site, std::string_view name) {
    return site.options.public_url.absolute(
        fmt::format("/api/3/action/help_show?name={}", routes::percent_encode(name))
    );
}

} // namespace moisson::ckan_api
