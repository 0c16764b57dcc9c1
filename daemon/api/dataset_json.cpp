// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A whole dataset as JSON, in DCAT words. Addresses of people stay inside.
#include "api/json.hpp"

namespace moisson::api {
namespace {

Json texts(const LocalizedText& localized) {
    Json list = Json::array();
    for (const LangText& text : localized) {
        Json one = {{"lang", text_or_null(text.lang)}, {"text", text.text}};
        if (text.machine_translated)
            one["machine_translated"] = true;
        list.push_back(std::move(one));
    }
    return list;
}

Json agent(const JsonContext& context, const Agent& who) {
    if (who.empty())
        return nullptr;
    return {
        {"key", who.key},
        {"name", best_text(who.name, context.lang)},
        {"slug", text_or_null(who.slug)},
        {"url", text_or_null(who.url)}};
}

Json licence(const std::optional<Licence>& of) {
    if (!of)
        return nullptr;
    return {
        {"code", text_or_null(of->code)},
        {"title", text_or_null(of->title)},
        {"url", text_or_null(of->url)},
        {"openness", std::string(1, of->openness)},
        {"raw", text_or_null(of->raw)}};
}

} // namespace

Json distribution_json(const JsonContext& context, const Distribution& one) {
    Json json;
    json["id"] = to_string(one.id);
    json["remote_id"] = text_or_null(one.remote_id);
    json["title"] = texts(one.title);
    json["description"] = texts(one.description);
    json["url"] = text_or_null(one.url);
    json["raw_url"] = one.raw_url == one.url ? Json(nullptr) : text_or_null(one.raw_url);
    json["access_url"] = text_or_null(one.access_url);
    json["url_state"] = to_string(one.url_state);
    json["format"] = coded_json(context, "format", one.format);
    json["format_family"] =
        one.format_family == '\0' ? Json(nullptr) : Json(std::string(1, one.format_family));
    json["media_type"] = text_or_null(one.media_type);
    json["byte_size"] = one.byte_size ? Json(*one.byte_size) : Json(nullptr);
    json["checksum"] = text_or_null(one.checksum);
    json["checksum_algorithm"] = text_or_null(one.checksum_algorithm);
    json["issued"] = date_json(one.issued);
    json["modified"] = date_json(one.modified);
    json["languages"] = one.languages;
    json["licence"] = licence(one.licence);
    return json;
}

namespace {

Json periods(const std::vector<PeriodOfTime>& all) {
    Json list = Json::array();
    for (const PeriodOfTime& period : all)
        list.push_back({{"start", date_json(period.start)}, {"end", date_json(period.end)}});
    return list;
}

Json locations(const std::vector<Location>& all) {
    Json list = Json::array();
    for (const Location& place : all) {
        Json one = {{"label", text_or_null(place.label)}, {"uri", text_or_null(place.uri)}};
        one["bbox"] =
            place.bbox
                ? Json::array(
                      {place.bbox->west, place.bbox->south, place.bbox->east, place.bbox->north}
                  )
                : Json(nullptr);
        list.push_back(std::move(one));
    }
    return list;
}

Json contacts(const std::vector<ContactPoint>& all) {
    Json list = Json::array();
    for (const ContactPoint& contact : all)
        list.push_back(
            {{"name", text_or_null(contact.name)},
             {"url", text_or_null(contact.url)},
             {"role", text_or_null(contact.role)}}
        );
    return list;
}

Json cluster(const JsonContext& context, const store::DatasetRecord& record) {
    if (!record.cluster)
        return nullptr;
    const store::DatasetCluster& of = *record.cluster;
    Json members = Json::array();
    for (const store::ClusterMember& member : of.members) {
        Json evidence = Json::array();
        for (const Evidence one : member.evidence)
            evidence.push_back(to_string(one));
        members.push_back(
            {{"id", to_string(member.id)},
             {"slug", member.slug},
             {"title", member.title},
             {"portal", {{"key", member.portal_key}, {"title", member.portal_title}}},
             {"state", to_string(member.state)},
             {"evidence", std::move(evidence)},
             {"origin", member.origin ? Json(to_string(*member.origin)) : Json(nullptr)},
             {"links",
              {{"self", context.url.absolute(routes::api_dataset_of(to_string(member.id)))},
               {"html", context.url.absolute(routes::dataset_page_of(member.slug))}}}}
        );
    }
    Json provenance = Json::array();
    for (const store::ClusterMember* const member : store::provenance_of(of, record.id))
        provenance.push_back(to_string(member->id));
    return {
        {"id", to_string(of.id)},
        {"canonical", of.canonical ? Json(to_string(*of.canonical)) : Json(nullptr)},
        {"reason", of.canonical ? Json(to_string(of.reason)) : Json(nullptr)},
        {"provenance", std::move(provenance)},
        {"members", std::move(members)}};
}

Json corrections(const std::vector<AppliedCorrection>& all) {
    Json list = Json::array();
    for (const AppliedCorrection& one : all)
        list.push_back(
            {{"field", one.field},
             {"action", to_string(one.action)},
             {"source_value", text_or_null(one.source_value)},
             {"value", one.value},
             {"reason", one.reason}}
        );
    return list;
}

Json taken_down(const std::vector<TakenDownDistribution>& all) {
    Json list = Json::array();
    for (const TakenDownDistribution& one : all) {
        Json item = {{"id", to_string(one.id)}};
        item.update(takedown_json(one.takedown));
        list.push_back(std::move(item));
    }
    return list;
}

void add_description(Json& json, const JsonContext& context, const Dataset& dataset) {
    const LangText* title = best(dataset.title, context.lang);
    json["title"] = title == nullptr ? Json(nullptr) : Json(title->text);
    json["title_lang"] = title == nullptr ? Json(nullptr) : text_or_null(title->lang);
    json["titles"] = texts(dataset.title);
    json["descriptions"] = texts(dataset.description);
    json["publisher"] = agent(context, dataset.publisher);
    json["creator"] = dataset.creator ? agent(context, *dataset.creator) : Json(nullptr);
    json["contacts"] = contacts(dataset.contacts);
    Json keywords = Json::array();
    for (const LangText& keyword : dataset.keywords)
        keywords.push_back({{"lang", text_or_null(keyword.lang)}, {"text", keyword.text}});
    json["keywords"] = std::move(keywords);
    json["themes"] = dataset.themes;
    json["themes_inferred"] = dataset.themes_inferred;
    json["raw_themes"] = dataset.raw_themes;
    json["licence"] = licence(dataset.licence);
    json["access_rights"] = coded_json(context, "access", dataset.access_rights);
    json["languages"] = dataset.languages;
    json["accrual_periodicity"] = coded_json(context, "frequency", dataset.frequency);
    json["issued"] = date_json(dataset.issued);
    json["modified"] = date_json(dataset.modified);
    json["record_created"] = date_json(dataset.record_created);
    json["record_modified"] = date_json(dataset.record_modified);
    json["temporal"] = periods(dataset.temporal);
    json["spatial"] = locations(dataset.spatial);
    json["countries"] = dataset.countries;
    json["country_source"] = to_string(dataset.country_source);
    json["conforms_to"] = dataset.conforms_to;
    json["provenance"] = text_or_null(dataset.provenance_statement);
    json["version"] = text_or_null(dataset.version);
}

} // namespace

Json coded_json(const JsonContext& context, std::string_view kind, const Coded& value) {
    if (value.empty())
        return nullptr;
    const auto lang = i18n::lang_from_code(context.lang).value_or(i18n::Lang::fr);
    Json json = {{"code", text_or_null(value.code)}, {"raw", text_or_null(value.raw)}};
    if (!value.code.empty())
        json["label"] = context.labels.find(kind, value.code, lang);
    return json;
}

Json takedown_json(const Takedown& takedown) {
    return {
        {"ground", to_string(takedown.ground)},
        {"reason", takedown.reason},
        {"taken_down_at", to_iso8601(takedown.at)}};
}

Json dataset_json(const JsonContext& context, const store::DatasetRecord& record) {
    const Dataset& dataset = record.dataset;
    Json json;
    json["id"] = to_string(record.id);
    json["slug"] = record.slug;
    json["state"] = to_string(record.state);
    json["type"] = type_of(dataset);
    json["portal"] = {{"key", record.portal_key}, {"title", record.portal_title}};
    json["source"] = record.source_key;
    json["remote_id"] = dataset.remote_id;
    json["aliases"] = dataset.aliases;
    json["uri"] = text_or_null(dataset.uri);
    json["identifiers"] = dataset.identifiers;
    add_description(json, context, dataset);
    json["origin"] = dataset.origin_portal.empty() && dataset.origin_url.empty()
                         ? Json(nullptr)
                         : Json(
                               {{"portal", text_or_null(dataset.origin_portal)},
                                {"url", text_or_null(dataset.origin_url)},
                                {"id", text_or_null(dataset.origin_id)}}
                           );
    json["cluster"] = cluster(context, record);
    json["landing_page"] = text_or_null(dataset.landing_page);
    json["remote_url"] = text_or_null(dataset.remote_url);
    json["first_seen"] = to_iso8601(record.first_seen);
    json["changed_at"] = to_iso8601(record.changed_at);
    json["missing_since"] = instant_json(record.missing_since);
    json["archived_at"] = instant_json(record.archived_at);
    json["popularity"] = record.signal.popularity;
    json["link_status"] = text_or_null(record.signal.links);
    Json distributions = Json::array();
    for (const Distribution& one : dataset.distributions)
        distributions.push_back(distribution_json(context, one));
    json["distributions"] = std::move(distributions);
    json["taken_down_distributions"] = taken_down(record.taken_down);
    json["corrections"] = corrections(dataset.corrections);
    json["links"] = {
        {"self", context.url.absolute(routes::api_dataset_of(to_string(record.id)))},
        {"html", context.url.absolute(routes::dataset_page_of(record.slug))},
        {"history", context.url.absolute(routes::api_history_of(to_string(record.id)))},
        {"freshness", context.url.absolute(routes::api_freshness_of(to_string(record.id)))},
        {"quality", context.url.absolute(routes::api_quality_of(to_string(record.id)))},
        {"links", context.url.absolute(routes::api_links_of(to_string(record.id)))},
        {"portal", context.url.absolute(routes::api_portal_of(record.portal_key))}};
    return json;
}

} // namespace moisson::api
