// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/catalog_csv.hpp"

#include "text/csv.hpp"
#include "text/email_mask.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace moisson::views {
namespace {

constexpr std::array<std::string_view, 36> catalogue_columns = {
    "id",
    "title",
    "slug",
    "acronym",
    "url",
    "organization",
    "organization_id",
    "description",
    "frequency",
    "license",
    "temporal_coverage.start",
    "temporal_coverage.end",
    "spatial.zones",
    "created_at",
    "last_modified",
    "tags",
    "resources_count",
    "resources_formats",
    "harvest.backend",
    "harvest.domain",
    "harvest.remote_id",
    "harvest.remote_url",
    "harvest.created_at",
    "harvest.modified_at",
    "quality_score",
    "portal",
    "country",
    "theme",
    "freshness",
    "days_late",
    "next_expected",
    "link_ok",
    "link_broken",
    "first_seen",
    "last_seen",
    "duplicate_of"};

constexpr std::array<std::string_view, 20> resource_columns = {
    "dataset.id",
    "dataset.title",
    "dataset.slug",
    "dataset.url",
    "dataset.organization",
    "dataset.organization_id",
    "dataset.license",
    "portal",
    "id",
    "url",
    "title",
    "description",
    "format",
    "mime",
    "filesize",
    "checksum.type",
    "checksum.value",
    "created_at",
    "modified",
    "position"};

constexpr std::string_view reader_lang = "fr";

std::string shown(const LocalizedText& texts) {
    return std::string(best_text(texts, reader_lang));
}

std::string shown(const std::optional<PartialDate>& date) {
    return date ? to_string(*date) : std::string();
}

std::string shown(const std::optional<Instant>& at) {
    return at ? to_iso8601(*at) : std::string();
}

std::string day(const std::optional<Instant>& at) {
    return at ? to_iso8601(*at).substr(0, 10) : std::string();
}

void add(std::string& list, std::string_view value) {
    if (value.empty())
        return;
    if (!list.empty())
        list += ',';
    list += value;
}

std::string joined(const std::vector<std::string>& values) {
    std::string out;
    for (const std::string& value : values)
        add(out, value);
    return out;
}

std::string tags_of(const Dataset& dataset) {
    std::string out;
    for (const LangText& keyword : dataset.keywords)
        add(out, keyword.text);
    return out;
}

// Each once, in the order of the files.
std::string formats_of(const Dataset& dataset) {
    std::vector<std::string> seen;
    for (const Distribution& one : dataset.distributions)
        if (!one.format.code.empty() &&
            std::find(seen.begin(), seen.end(), one.format.code) == seen.end())
            seen.push_back(one.format.code);
    return joined(seen);
}

std::string places_of(const Dataset& dataset) {
    std::string out;
    for (const Location& place : dataset.spatial)
        add(out, place.label.empty() ? place.uri : place.label);
    return out;
}

std::string licence_of(const Dataset& dataset) {
    if (!dataset.licence)
        return {};
    for (const std::string* one :
         {&dataset.licence->code, &dataset.licence->title, &dataset.licence->raw})
        if (!one->empty())
            return *one;
    return {};
}

// "donnees.example" of "https://donnees.example:8443/api".
std::string host_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == url.npos)
        return {};
    url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find_first_of("/?#"));
    if (const std::size_t user = url.rfind('@'); user != url.npos)
        url.remove_prefix(user + 1);
    if (!url.starts_with('['))
        url = url.substr(0, url.find(':'));
    return std::string(url);
}

std::string organization_of(const Dataset& dataset) {
    const std::string name = shown(dataset.publisher.name);
    return name.empty() ? dataset.publisher.key : name;
}

std::string created_of(const Dataset& dataset) {
    return shown(dataset.issued ? dataset.issued : dataset.record_created);
}

// Full days behind the date by which it was expected, as of when its portal was last read.
std::string days_late(const FreshnessDates& dates, const FreshnessView& verdict) {
    const bool late =
        verdict.state == Freshness::en_retard || verdict.state == Freshness::tres_en_retard;
    if (!late || !dates.expected_at || !verdict.seen_until)
        return {};
    const auto days =
        std::chrono::floor<std::chrono::days>(*verdict.seen_until - *dates.expected_at);
    return std::to_string(days.count());
}

} // namespace

std::string catalogue_head(const CsvForm& form) {
    return csv_head(catalogue_columns, form);
}

std::string catalogue_line(
    const store::ExportRow& row,
    const FreshnessView& freshness,
    const routes::PublicUrl& url,
    const CsvForm& form
) {
    const store::DatasetRecord& record = row.record;
    const Dataset& dataset = record.dataset;
    const PeriodOfTime period = dataset.temporal.empty() ? PeriodOfTime() : dataset.temporal[0];
    const FreshnessDates& dates = record.signal.freshness;
    const auto& quality = record.signal.quality;
    const std::array<std::string, catalogue_columns.size()> values = {
        to_string(record.id),
        shown(dataset.title),
        record.slug,
        // No protocol that we read but udata's has one, and it is part of the title there.
        std::string(),
        url.absolute(routes::dataset_page_of(record.slug)),
        organization_of(dataset),
        dataset.publisher.slug,
        shown(dataset.description),
        dataset.frequency.code,
        licence_of(dataset),
        shown(period.start),
        shown(period.end),
        places_of(dataset),
        created_of(dataset),
        shown(dataset.modified),
        tags_of(dataset),
        std::to_string(dataset.distributions.size()),
        formats_of(dataset),
        row.connector,
        host_of(row.source_url),
        dataset.remote_id,
        dataset.remote_url,
        shown(dataset.record_created),
        shown(dataset.record_modified),
        quality ? std::to_string(*quality) : std::string(),
        record.portal_key,
        joined(dataset.countries),
        joined(dataset.themes),
        std::string(to_string(freshness.state)),
        days_late(dates, freshness),
        day(dates.expected_at),
        std::to_string(row.links_ok),
        std::to_string(row.links_broken),
        to_iso8601(record.first_seen),
        shown(row.last_seen),
        row.duplicate_of ? to_string(*row.duplicate_of) : std::string()};
    std::string out;
    text::append_csv_line(out, values, form.delimiter);
    return text::mask_emails(std::move(out));
}

std::string resources_head(const CsvForm& form) {
    return csv_head(resource_columns, form);
}

std::string
resource_lines(const store::ExportRow& row, const routes::PublicUrl& url, const CsvForm& form) {
    const store::DatasetRecord& record = row.record;
    const Dataset& dataset = record.dataset;
    std::string out;
    std::size_t position = 0;
    for (const Distribution& one : dataset.distributions) {
        const std::array<std::string, resource_columns.size()> values = {
            to_string(record.id),
            shown(dataset.title),
            record.slug,
            url.absolute(routes::dataset_page_of(record.slug)),
            organization_of(dataset),
            dataset.publisher.slug,
            licence_of(dataset),
            record.portal_key,
            to_string(one.id),
            one.url.empty() ? one.access_url : one.url,
            shown(one.title),
            shown(one.description),
            one.format.code,
            one.media_type,
            one.byte_size ? std::to_string(*one.byte_size) : std::string(),
            one.checksum_algorithm,
            one.checksum,
            shown(one.issued),
            shown(one.modified),
            std::to_string(++position)};
        text::append_csv_line(out, values, form.delimiter);
    }
    return text::mask_emails(std::move(out));
}

} // namespace moisson::views
