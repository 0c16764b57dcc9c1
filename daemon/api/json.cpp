// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Search lines, portals, runs and issues. The full dataset is in dataset_json.cpp.
#include "api/json.hpp"

#include "i18n/details.hpp"
#include "i18n/messages.hpp"
#include "routes/url.hpp"
#include "text/email_mask.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace moisson::api {
namespace {

constexpr std::array<std::string_view, 26> line_fields = {
    "id",           "slug",       "title",   "title_lang",    "excerpt",
    "excerpt_lang", "publisher",  "portal",  "countries",     "themes",
    "formats",      "keywords",   "licence", "access_rights", "modified",
    "issued",       "first_seen", "state",   "landing_page",  "distributions_count",
    "popularity",   "score",      "links",   "highlight",     "freshness",
    "quality"};

Json matches(const views::Marked& parts) {
    Json words = Json::array();
    for (const views::MarkedPart& part : parts)
        if (part.match && std::find(words.begin(), words.end(), part.text) == words.end())
            words.push_back(part.text);
    return words;
}

Json counts_json(const RunCounts& counts) {
    return {
        {"pages", counts.pages},
        {"received", counts.received},
        {"created", counts.created},
        {"updated", counts.updated},
        {"unchanged", counts.unchanged},
        {"remapped", counts.remapped},
        {"refused", counts.refused},
        {"left_out", counts.left_out()},
        {"missing", counts.missing},
        {"archived", counts.archived},
        {"revived", counts.revived},
        {"renamed", counts.renamed}};
}

Json optional_run(const JsonContext& context, const std::optional<HarvestRun>& run) {
    return run ? run_json(context, *run) : Json(nullptr);
}

} // namespace

Json text_or_null(std::string_view text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json instant_json(const std::optional<Instant>& instant) {
    return instant ? Json(to_iso8601(*instant)) : Json(nullptr);
}

Json date_json(const std::optional<PartialDate>& date) {
    return date ? Json(to_string(*date)) : Json(nullptr);
}

std::string joined(const views::Marked& parts) {
    std::string text;
    for (const views::MarkedPart& part : parts)
        text += part.text;
    return text;
}

double rounded(double value) {
    return std::round(value * 100) / 100;
}

Json brief_json(const JsonContext& context, const search::DisplayRecord& record) {
    const LangText* title = best(record.title, context.lang);
    Json json;
    json["id"] = to_string(record.id);
    json["slug"] = record.slug;
    json["title"] = title == nullptr ? Json(nullptr) : Json(title->text);
    json["title_lang"] = title == nullptr ? Json(nullptr) : text_or_null(title->lang);
    json["excerpt"] = text_or_null(record.excerpt.text);
    json["excerpt_lang"] = text_or_null(record.excerpt.lang);
    const std::string_view publisher = best_text(record.publisher, context.lang);
    json["publisher"] = publisher.empty()
                            ? Json(nullptr)
                            : Json({{"name", publisher}, {"slug", record.publisher_slug}});
    json["portal"] = {{"key", record.portal_key}};
    json["countries"] = record.countries;
    json["themes"] = record.themes;
    json["formats"] = record.formats;
    json["keywords"] = record.keywords;
    json["licence"] = record.licence.empty() && record.licence_title.empty()
                          ? Json(nullptr)
                          : Json(
                                {{"code", text_or_null(record.licence)},
                                 {"title", record.licence_title},
                                 {"openness", std::string(1, record.openness)}}
                            );
    json["access_rights"] = text_or_null(record.access);
    json["modified"] = date_json(record.modified);
    json["issued"] = date_json(record.issued);
    json["first_seen"] = instant_json(record.first_seen);
    json["state"] = to_string(record.state);
    json["landing_page"] = text_or_null(record.landing_page);
    json["distributions_count"] = record.distributions;
    json["popularity"] = record.popularity;
    json["links"] = {
        {"self", context.url.absolute(routes::api_dataset_of(to_string(record.id)))},
        {"html", context.url.absolute(routes::dataset_page_of(record.slug))},
        {"portal", context.url.absolute(routes::api_portal_of(record.portal_key))}};
    return json;
}

Json hit_json(const JsonContext& context, const views::SearchHit& hit) {
    Json json = brief_json(context, hit.record);
    json["title"] = joined(hit.title);
    json["title_lang"] = text_or_null(hit.title_lang);
    json["excerpt"] = text_or_null(joined(hit.excerpt));
    json["excerpt_lang"] = text_or_null(hit.excerpt_lang);
    if (!hit.portal_title.empty())
        json["portal"]["title"] = hit.portal_title;
    json["freshness"] = to_string(hit.freshness.state);
    json["quality"] = hit.record.quality ? Json(*hit.record.quality) : Json(nullptr);
    if (hit.score > 0)
        json["score"] = std::floor(hit.score * 1000) / 1000;
    const Json in_title = matches(hit.title);
    const Json in_excerpt = matches(hit.excerpt);
    if (!in_title.empty() || !in_excerpt.empty())
        json["highlight"] = {{"title", in_title}, {"excerpt", in_excerpt}};
    return json;
}

namespace {

// Who decided is the operators' own business: their log has it.
Json decision_json(const std::optional<RunDecision>& decision) {
    if (!decision)
        return nullptr;
    return {
        {"verdict", to_string(decision->verdict)},
        {"at", to_iso8601(decision->at)},
        {"reason", text_or_null(decision->reason)}};
}

} // namespace

Json run_json(const JsonContext& context, const HarvestRun& run) {
    Json json;
    json["id"] = run.id.value;
    json["portal"] = run.portal_key;
    json["source"] = run.source_key;
    json["mode"] = to_string(run.mode);
    json["mode_reason"] = text_or_null(run.mode_reason);
    json["state"] = to_string(run.state);
    json["reason"] = text_or_null(run.reason);
    json["started_at"] = instant_json(run.started_at);
    json["ended_at"] = instant_json(run.ended_at);
    json["advertised_count"] = run.advertised_count ? Json(*run.advertised_count) : Json(nullptr);
    json["counts"] = counts_json(run.counts);
    json["issues"] = run.issues;
    json["awaits_decision"] = run.awaits_decision();
    json["decision"] = decision_json(run.decision);
    json["links"] = {
        {"self", context.url.absolute(routes::api_run_of(run.id.value))},
        {"html", context.url.absolute(routes::run_page_of(run.id.value))},
        {"report", context.url.absolute(routes::api_run_report_of(run.id.value))},
        {"portal", context.url.absolute(routes::api_portal_of(run.portal_key))}};
    return json;
}

Json issue_counts_json(const std::vector<views::IssueCount>& issues) {
    Json list = Json::array();
    for (const views::IssueCount& issue : issues) {
        Json samples = Json::array();
        for (const Issue& sample : issue.samples)
            samples.push_back(
                {{"stage", to_string(sample.stage)},
                 {"remote_id", text_or_null(sample.remote_id)},
                 {"remote_url", text_or_null(sample.remote_url)},
                 {"detail", text_or_null(i18n::detail_text(sample.code, sample.detail))}}
            );
        list.push_back(
            {{"code", to_string(issue.code)},
             {"severity", to_string(issue.severity)},
             {"count", issue.count},
             {"sentence", i18n::sentence(issue.code)},
             {"advice", i18n::advice(issue.code)},
             {"samples", std::move(samples)}}
        );
    }
    return list;
}

Json portal_json(const JsonContext& context, const views::PortalSummary& summary) {
    const store::PortalSummary& portal = summary.portal;
    Json json;
    json["key"] = portal.key;
    json["title"] = portal.title;
    json["url"] = text_or_null(portal.url);
    json["description"] = text_or_null(portal.description);
    json["countries"] = portal.countries;
    json["languages"] = portal.languages;
    json["owner"] = text_or_null(portal.owner);
    json["enabled"] = portal.enabled;
    json["health"] = text_or_null(portal.health);
    json["in_difficulty"] = summary.in_difficulty;
    json["seen_until"] = instant_json(summary.seen_until);
    json["datasets"] = {
        {"active", portal.active},
        {"missing", portal.missing},
        {"archived", portal.archived}};
    json["distributions_count"] = portal.distributions;
    json["last_run"] = optional_run(context, portal.last_run);
    json["last_complete_run"] = optional_run(context, portal.last_complete_run);
    Json links;
    links["self"] = context.url.absolute(routes::api_portal_of(portal.key));
    links["html"] = context.url.absolute(routes::portal_page_of(portal.key));
    links["health"] = context.url.absolute(routes::api_portal_health_of(portal.key));
    links["report"] = context.url.absolute(routes::api_portal_report_of(portal.key));
    links["datasets"] =
        context.url.absolute(routes::with_query(routes::api_datasets, {{"portal", portal.key}}));
    links["runs"] =
        context.url.absolute(routes::with_query(routes::api_runs, {{"portal", portal.key}}));
    json["links"] = std::move(links);
    return json;
}

Json portal_detail_json(const JsonContext& context, const views::PortalView& view) {
    Json json = portal_json(context, view.summary);
    Json sources = Json::array();
    for (const store::SourceSummary& source : view.summary.portal.sources) {
        const HarvestRun* const waiting = source.waiting_run();
        sources.push_back(
            {{"key", source.key},
             {"connector", source.connector},
             {"url", source.url},
             {"enabled", source.enabled},
             {"interval_s", source.interval.count()},
             {"next_due", instant_json(source.next_due)},
             {"paused_until", instant_json(source.paused_until)},
             {"resumes_at", waiting != nullptr ? instant_json(waiting->resumes_at) : Json(nullptr)},
             {"resume_reason", waiting != nullptr ? Json(waiting->resume_reason) : Json(nullptr)},
             {"failures", source.failures},
             {"suspended_at", instant_json(source.suspended_at)},
             {"awaiting_decision",
              source.awaiting_decision ? Json(source.awaiting_decision->value) : Json(nullptr)}}
        );
    }
    json["sources"] = std::move(sources);
    Json runs = Json::array();
    for (const HarvestRun& run : view.runs)
        runs.push_back(run_json(context, run));
    json["runs"] = std::move(runs);
    json["issues"] = issue_counts_json(view.issues);
    return json;
}

Json run_detail_json(const JsonContext& context, const views::RunView& view) {
    Json json = run_json(context, view.report.detail.run);
    json["requested_at"] = to_iso8601(view.report.detail.requested_at);
    json["wire_bytes"] = view.report.detail.wire_bytes;
    json["requests"] = view.report.detail.requests;
    json["retries"] = view.report.detail.retries;
    json["active_before"] = view.report.detail.active_before;
    json["issue_list"] = issue_counts_json(view.issues);
    return json;
}

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

namespace {

void mask_texts(Json& json) {
    if (json.is_string())
        json = text::mask_emails(json.get<std::string>());
    else if (json.is_structured())
        for (Json& inner : json)
            mask_texts(inner);
}

// What a reader asked stays as it is in the address, unless the value itself is masked.
void mask_values(Json& facet) {
    const auto items = facet.find("items");
    if (items == facet.end())
        return;
    for (Json& item : *items) {
        const Json value = item["value"];
        mask_texts(item["label"]);
        mask_texts(item["value"]);
        if (item["value"] != value)
            mask_texts(item["url"]);
    }
}

} // namespace

std::string published(const Json& json) {
    std::string text = dump(json);
    if (text.find('@') == text.npos && text.find("%40") == text.npos)
        return text;
    Json masked = json;
    const auto data = masked.find("data");
    if (data == masked.end()) {
        mask_texts(masked);
        return dump(masked);
    }
    mask_texts(*data);
    if (const auto facets = masked.find("facets"); facets != masked.end())
        for (Json& facet : *facets)
            mask_values(facet);
    return dump(masked);
}

std::span<const std::string_view> hit_fields() {
    return line_fields;
}

Json select_fields(const Json& object, const std::vector<std::string>& fields) {
    if (fields.empty())
        return object;
    Json kept = Json::object();
    for (const auto& [key, value] : object.items())
        if (std::find(fields.begin(), fields.end(), key) != fields.end())
            kept[key] = value;
    return kept;
}

} // namespace moisson::api
