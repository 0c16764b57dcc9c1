// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dataset and its parts, in DCAT 3 words: the normalised record that is stored, indexed and shown.
// A `Coded` value keeps the source's string beside our code.
#pragma once

#include "model/correction.hpp"
#include "model/date.hpp"
#include "model/ids.hpp"
#include "model/text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson {

// `code` is empty when the vocabulary has no entry for `raw`.
struct Coded {
    std::string code;
    std::string raw;

    bool empty() const { return code.empty() && raw.empty(); }
    bool operator==(const Coded&) const = default;
};

// foaf:Agent. `key` joins the same producer inside one portal: its remote id, else its folded name.
struct Agent {
    std::string key;
    LocalizedText name;
    std::string slug;
    std::string email;
    std::string url;

    bool empty() const { return key.empty(); }
    bool operator==(const Agent&) const = default;
};

// vcard:Kind.
struct ContactPoint {
    std::string name;
    std::string email;
    std::string url;
    std::string role;

    bool operator==(const ContactPoint&) const = default;
};

// dct:PeriodOfTime; either end may be open.
struct PeriodOfTime {
    std::optional<PartialDate> start;
    std::optional<PartialDate> end;

    bool operator==(const PeriodOfTime&) const = default;
};

struct BoundingBox {
    double west = 0;
    double south = 0;
    double east = 0;
    double north = 0;

    bool operator==(const BoundingBox&) const = default;
};

// dct:Location.
struct Location {
    std::string label;
    std::string uri;
    std::optional<BoundingBox> bbox;

    bool operator==(const Location&) const = default;
};

struct Licence {
    // Id of config/vocabularies/licence.tsv, empty when unknown.
    std::string code;
    std::string title;
    std::string url;
    // 'O' open, 'C' closed, 'U' unknown.
    char openness = 'U';
    std::string raw;

    bool operator==(const Licence&) const = default;
};

// How a URL may be used; decided by normalise, probed by monitor.
enum class UrlState { ok, empty, invalid, private_network };

// dcat:Distribution.
struct Distribution {
    DistributionId id;
    std::string remote_id;
    LocalizedText title;
    LocalizedText description;
    // Absolute, percent-encoded, IDNA; empty when invalid. `raw_url` is what the source wrote.
    std::string url;
    std::string raw_url;
    std::string access_url;
    UrlState url_state = UrlState::ok;
    Coded format;
    // Letter of format_family.tsv, '\0' when unknown.
    char format_family = '\0';
    std::string media_type;
    std::optional<std::int64_t> byte_size;
    std::string checksum;
    std::string checksum_algorithm;
    std::optional<PartialDate> issued;
    std::optional<PartialDate> modified;
    std::string kind;
    std::vector<std::string> languages;
    std::optional<Licence> licence;

    bool operator==(const Distribution&) const = default;
};

// Where the countries of a dataset were read (decision 26).
enum class CountrySource { none, spatial, hint, portal };

// dcat:Dataset.
struct Dataset {
    std::string remote_id;
    std::vector<std::string> aliases;
    std::string uri;
    std::vector<std::string> identifiers;
    std::string remote_url;
    std::string landing_page;
    // A series of datasets (dcat:DatasetSeries, "series" of ISO 19115), described as a whole.
    bool is_series = false;

    LocalizedText title;
    // Markdown, HTML or plain text as the source gave it, bounded, without embedded images.
    LocalizedText description;
    std::vector<LangText> keywords;
    // EU data-theme codes. `themes_inferred`: from keywords, not stated by the source.
    std::vector<std::string> themes;
    bool themes_inferred = false;
    std::vector<std::string> raw_themes;
    Agent publisher;
    std::optional<Agent> creator;
    std::vector<ContactPoint> contacts;
    std::optional<Licence> licence;
    Coded access_rights;
    std::vector<std::string> languages;
    // EU frequency code.
    Coded frequency;
    std::optional<PartialDate> issued;
    // Of the data, by the source's word; else the newest distribution; never of the metadata
    // record.
    std::optional<PartialDate> modified;
    std::optional<PartialDate> record_created;
    std::optional<PartialDate> record_modified;
    std::vector<PeriodOfTime> temporal;
    std::vector<Location> spatial;
    // ISO 3166-1 alpha-2, upper case.
    std::vector<std::string> countries;
    CountrySource country_source = CountrySource::none;
    std::vector<std::string> conforms_to;
    std::string provenance_statement;
    std::string version;
    std::string origin_portal;
    std::string origin_url;
    std::string origin_id;
    std::vector<Distribution> distributions;
    // What operators changed, in the order of the corrections.
    std::vector<AppliedCorrection> corrections;

    bool operator==(const Dataset&) const = default;
};

// "dataset" or "series": values of the filter `type`.
std::string_view type_of(const Dataset& dataset);
std::string_view to_string(UrlState state);
std::optional<UrlState> url_state_from_string(std::string_view text);
std::string_view to_string(CountrySource source);
std::optional<CountrySource> country_source_from_string(std::string_view text);

} // namespace moisson
