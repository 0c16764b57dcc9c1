// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The reading half of store/dataset_codec.hpp. Our own column, and still read without trust:
// an operator may have edited it.
#include "core/json_access.hpp"
#include "store/dataset_codec.hpp"

#include <array>
#include <span>

namespace moisson::store {
namespace {

// What search::make_document takes of the two columns.
constexpr std::array<std::string_view, 13> indexed_of_dataset{
    "remote_url",
    "landing_page",
    "series",
    "title",
    "description",
    "keywords",
    "licence",
    "issued",
    "modified",
    "record_created",
    "temporal",
    "spatial",
    "origin_portal"};
constexpr std::array<std::string_view, 1> indexed_of_distribution{"title"};

Result<json::Value>
read_column(std::string_view text, DatasetParts parts, std::span<const std::string_view> indexed) {
    return parts == DatasetParts::all ? json::parse(text) : json::parse_members(text, indexed);
}

LocalizedText localized(const json::Value* value) {
    LocalizedText out;
    if (value == nullptr || !value->is_array())
        return out;
    out.reserve(value->size());
    for (const json::Value& item : *value) {
        if (!item.is_array() || item.size() < 2)
            continue;
        LangText text;
        text.lang = json::scalar(item[0]);
        text.text = json::scalar(item[1]);
        text.machine_translated = item.size() > 2;
        out.push_back(std::move(text));
    }
    return out;
}

std::vector<std::string> texts(const json::Value& object, std::string_view key) {
    std::vector<std::string> out;
    const json::Value* value = json::find(object, key);
    if (value == nullptr || !value->is_array())
        return out;
    for (const json::Value& item : *value)
        out.push_back(json::scalar(item));
    return out;
}

std::optional<PartialDate> date(const json::Value* value) {
    if (value == nullptr || !value->is_array() || value->size() != 2 ||
        !(*value)[0].is_number_integer())
        return std::nullopt;
    const auto precision = date_precision_from_string(json::scalar((*value)[1]));
    if (!precision)
        return std::nullopt;
    PartialDate out;
    out.instant = Instant(std::chrono::microseconds((*value)[0].get<std::int64_t>()));
    out.precision = *precision;
    return out;
}

std::optional<Licence> licence(const json::Value& object) {
    const json::Value* value = json::find(object, "licence");
    if (value == nullptr)
        return std::nullopt;
    Licence out;
    out.code = json::text(*value, "code");
    out.title = json::text(*value, "title");
    out.url = json::text(*value, "url");
    out.raw = json::text(*value, "raw");
    const std::string_view openness = json::text(*value, "openness");
    if (!openness.empty())
        out.openness = openness.front();
    return out;
}

template <class Use>
void each(const json::Value& object, std::string_view key, Use use) {
    const json::Value* value = json::find(object, key);
    if (value != nullptr && value->is_array())
        for (const json::Value& item : *value)
            use(item);
}

Location location(const json::Value& item) {
    Location out;
    out.label = json::text(item, "label");
    out.uri = json::text(item, "uri");
    const json::Value* box = json::find(item, "bbox");
    if (box == nullptr || !box->is_array() || box->size() != 4)
        return out;
    for (const json::Value& side : *box)
        if (!side.is_number())
            return out;
    out.bbox = BoundingBox{
        (*box)[0].get<double>(),
        (*box)[1].get<double>(),
        (*box)[2].get<double>(),
        (*box)[3].get<double>()};
    return out;
}

ContactPoint contact(const json::Value& item) {
    ContactPoint out;
    out.name = json::text(item, "name");
    out.email = json::text(item, "email");
    out.url = json::text(item, "url");
    out.role = json::text(item, "role");
    return out;
}

AppliedCorrection correction(const json::Value& item) {
    AppliedCorrection out;
    out.field = json::text(item, "field");
    out.source_value = json::text(item, "source");
    out.value = json::text(item, "value");
    out.reason = json::text(item, "reason");
    out.action = correction_action_from_string(json::text(item, "action"))
                     .value_or(CorrectionAction::replace);
    return out;
}

void decode_lists(const json::Value& root, Dataset& dataset) {
    each(root, "contacts", [&](const json::Value& item) {
        dataset.contacts.push_back(contact(item));
    });
    each(root, "temporal", [&](const json::Value& item) {
        if (!item.is_array() || item.size() != 2)
            return;
        PeriodOfTime period;
        period.start = date(&item[0]);
        period.end = date(&item[1]);
        dataset.temporal.push_back(period);
    });
    each(root, "spatial", [&](const json::Value& item) {
        dataset.spatial.push_back(location(item));
    });
    each(root, "corrections", [&](const json::Value& item) {
        dataset.corrections.push_back(correction(item));
    });
}

Error damaged(const Error& why) {
    return Error(Code::table_damaged, "metadata: " + why.detail);
}

} // namespace

Result<void> decode_dataset(std::string_view metadata, Dataset& dataset, DatasetParts parts) {
    const Result<json::Value> parsed = read_column(metadata, parts, indexed_of_dataset);
    if (!parsed)
        return damaged(parsed.error());
    if (!parsed->is_object())
        return damaged(Error(Code::bad_shape, "not an object"));
    const json::Value& root = *parsed;
    dataset.aliases = texts(root, "aliases");
    dataset.uri = json::text(root, "uri");
    dataset.identifiers = texts(root, "identifiers");
    dataset.remote_url = json::text(root, "remote_url");
    dataset.landing_page = json::text(root, "landing_page");
    dataset.is_series = json::boolean(root, "series").value_or(false);
    dataset.title = localized(json::find(root, "title"));
    dataset.description = localized(json::find(root, "description"));
    dataset.keywords = localized(json::find(root, "keywords"));
    dataset.themes_inferred = json::boolean(root, "themes_inferred").value_or(false);
    dataset.raw_themes = texts(root, "raw_themes");
    dataset.licence = licence(root);
    dataset.access_rights.raw = json::text(root, "access_raw");
    dataset.frequency.raw = json::text(root, "frequency_raw");
    dataset.issued = date(json::find(root, "issued"));
    dataset.modified = date(json::find(root, "modified"));
    dataset.record_created = date(json::find(root, "record_created"));
    dataset.record_modified = date(json::find(root, "record_modified"));
    decode_lists(root, dataset);
    dataset.country_source = country_source_from_string(json::text(root, "country_source"))
                                 .value_or(CountrySource::none);
    dataset.conforms_to = texts(root, "conforms_to");
    dataset.provenance_statement = json::text(root, "provenance");
    dataset.version = json::text(root, "version");
    dataset.origin_portal = json::text(root, "origin_portal");
    dataset.origin_url = json::text(root, "origin_url");
    dataset.origin_id = json::text(root, "origin_id");
    return {};
}

Result<void>
decode_distribution(std::string_view metadata, Distribution& distribution, DatasetParts parts) {
    const Result<json::Value> parsed = read_column(metadata, parts, indexed_of_distribution);
    if (!parsed)
        return damaged(parsed.error());
    if (!parsed->is_object())
        return damaged(Error(Code::bad_shape, "not an object"));
    const json::Value& root = *parsed;
    distribution.remote_id = json::text(root, "remote_id");
    distribution.title = localized(json::find(root, "title"));
    distribution.description = localized(json::find(root, "description"));
    distribution.raw_url = json::boolean(root, "raw_is_url").value_or(false)
                               ? distribution.url
                               : std::string(json::text(root, "raw_url"));
    distribution.access_url = json::text(root, "access_url");
    distribution.url_state =
        url_state_from_string(json::text(root, "url_state")).value_or(UrlState::ok);
    distribution.format.raw = json::text(root, "format_raw");
    distribution.checksum = json::text(root, "checksum");
    distribution.checksum_algorithm = json::text(root, "checksum_algorithm");
    distribution.issued = date(json::find(root, "issued"));
    distribution.modified = date(json::find(root, "modified"));
    distribution.kind = json::text(root, "kind");
    distribution.languages = texts(root, "languages");
    distribution.licence = licence(root);
    return {};
}

LocalizedText decode_localized(std::string_view text) {
    const Result<json::Value> parsed = json::parse(text);
    return parsed ? localized(&*parsed) : LocalizedText{};
}

} // namespace moisson::store
