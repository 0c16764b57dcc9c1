// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/dataset_codec.hpp"

#include "store/json_writer.hpp"

#include <fmt/format.h>

#include <iterator>

namespace moisson::store {
namespace {

void write_licence(JsonObject& object, const std::optional<Licence>& licence) {
    if (!licence)
        return;
    JsonObject inner(object.value("licence"));
    inner.text("code", licence->code);
    inner.text("title", licence->title);
    inner.text("url", licence->url);
    inner.text("openness", std::string_view(&licence->openness, 1));
    inner.text("raw", licence->raw);
    inner.close();
}

template <class Range, class Write>
void write_list(JsonObject& object, std::string_view key, const Range& values, Write write) {
    if (values.empty())
        return;
    std::string& out = object.value(key);
    out += '[';
    bool first = true;
    for (const auto& value : values) {
        if (!first)
            out += ',';
        first = false;
        write(out, value);
    }
    out += ']';
}

void write_contact(std::string& out, const ContactPoint& contact) {
    JsonObject object(out);
    object.text("name", contact.name);
    object.text("email", contact.email);
    object.text("url", contact.url);
    object.text("role", contact.role);
    object.close();
}

void write_correction(std::string& out, const AppliedCorrection& correction) {
    JsonObject object(out);
    object.text("field", correction.field);
    object.text("source", correction.source_value);
    object.text("value", correction.value);
    object.text("reason", correction.reason);
    if (correction.action != CorrectionAction::replace)
        object.text("action", to_string(correction.action));
    object.close();
}

void write_period(std::string& out, const PeriodOfTime& period) {
    out += '[';
    append_date(out, period.start);
    out += ',';
    append_date(out, period.end);
    out += ']';
}

void write_location(std::string& out, const Location& location) {
    JsonObject object(out);
    object.text("label", location.label);
    object.text("uri", location.uri);
    if (location.bbox)
        fmt::format_to(
            std::back_inserter(object.value("bbox")),
            "[{},{},{},{}]",
            location.bbox->west,
            location.bbox->south,
            location.bbox->east,
            location.bbox->north
        );
    object.close();
}

void write_dates(JsonObject& object, const Dataset& dataset) {
    object.date("issued", dataset.issued);
    object.date("modified", dataset.modified);
    object.date("record_created", dataset.record_created);
    object.date("record_modified", dataset.record_modified);
    write_list(object, "temporal", dataset.temporal, write_period);
}

} // namespace

std::string encode_dataset(const Dataset& dataset) {
    std::string out;
    out.reserve(1024);
    JsonObject object(out);
    object.texts("aliases", dataset.aliases);
    object.text("uri", dataset.uri);
    object.texts("identifiers", dataset.identifiers);
    object.text("remote_url", dataset.remote_url);
    object.text("landing_page", dataset.landing_page);
    object.flag("series", dataset.is_series);
    object.localized("title", dataset.title);
    object.localized("description", dataset.description);
    object.localized("keywords", dataset.keywords);
    object.flag("themes_inferred", dataset.themes_inferred);
    object.texts("raw_themes", dataset.raw_themes);
    write_list(object, "contacts", dataset.contacts, write_contact);
    write_licence(object, dataset.licence);
    object.text("access_raw", dataset.access_rights.raw);
    object.text("frequency_raw", dataset.frequency.raw);
    write_dates(object, dataset);
    write_list(object, "spatial", dataset.spatial, write_location);
    if (dataset.country_source != CountrySource::none)
        object.text("country_source", to_string(dataset.country_source));
    object.texts("conforms_to", dataset.conforms_to);
    object.text("provenance", dataset.provenance_statement);
    object.text("version", dataset.version);
    object.text("origin_portal", dataset.origin_portal);
    object.text("origin_url", dataset.origin_url);
    object.text("origin_id", dataset.origin_id);
    write_list(object, "corrections", dataset.corrections, write_correction);
    object.close();
    return out;
}

std::string encode_distribution(const Distribution& distribution) {
    std::string out;
    out.reserve(256);
    JsonObject object(out);
    object.text("remote_id", distribution.remote_id);
    object.localized("title", distribution.title);
    object.localized("description", distribution.description);
    if (distribution.raw_url != distribution.url)
        object.text("raw_url", distribution.raw_url);
    else
        object.flag("raw_is_url", true);
    object.text("access_url", distribution.access_url);
    if (distribution.url_state != UrlState::ok)
        object.text("url_state", to_string(distribution.url_state));
    object.text("format_raw", distribution.format.raw);
    object.text("checksum", distribution.checksum);
    object.text("checksum_algorithm", distribution.checksum_algorithm);
    object.date("issued", distribution.issued);
    object.date("modified", distribution.modified);
    object.text("kind", distribution.kind);
    object.texts("languages", distribution.languages);
    write_licence(object, distribution.licence);
    object.close();
    return out;
}

std::string encode_localized(const LocalizedText& texts) {
    std::string out;
    append_localized(out, texts);
    return out;
}

} // namespace moisson::store
