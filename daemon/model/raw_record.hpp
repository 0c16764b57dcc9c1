// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RawRecord: what a connector read from one catalogue record. Clean UTF-8, nothing interpreted:
// dates, licences, formats and places are still the source's strings.
#pragma once

#include "model/text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson {

struct RawAgent {
    std::string remote_id;
    std::string slug;
    LocalizedText name;
    std::string email;
    std::string url;

    bool empty() const { return remote_id.empty() && slug.empty() && name.empty(); }
    bool operator==(const RawAgent&) const = default;
};

struct RawContact {
    std::string name;
    std::string email;
    std::string url;
    // "author", "maintainer", "pointOfContact"...; empty when the source says nothing.
    std::string role;

    bool operator==(const RawContact&) const = default;
};

// One licence as the source names it, in every form it gives.
struct RawLicence {
    std::string id;
    std::string title;
    std::string url;

    bool empty() const { return id.empty() && title.empty() && url.empty(); }
    bool operator==(const RawLicence&) const = default;
};

struct RawLocation {
    // GeoJSON or WKT text, or "w,s,e,n".
    std::string geometry;
    std::string label;
    std::string uri;

    bool operator==(const RawLocation&) const = default;
};

struct RawPeriod {
    std::string start;
    std::string end;
    // A single string that holds both ("2015/2020", "[a TO b]").
    std::string literal;

    bool operator==(const RawPeriod&) const = default;
};

struct RawDistribution {
    std::string remote_id;
    LocalizedText title;
    LocalizedText description;
    // May be relative to the portal; download_url first when both are known.
    std::string download_url;
    std::string access_url;
    std::string format;
    std::string media_type;
    // Bytes, as written ("9.99 KB").
    std::string size;
    std::string checksum;
    std::string checksum_algorithm;
    std::string issued;
    std::string modified;
    // Portal's word for the kind of resource: "file", "api", "documentation", "upload"...
    std::string kind;
    std::vector<std::string> languages;
    RawLicence licence;

    bool operator==(const RawDistribution&) const = default;
};

// Marks left by earlier harvesters (research H7.4): where the record really comes from.
struct RawProvenance {
    std::string origin_portal;
    std::string origin_url;
    std::string origin_id;

    bool empty() const { return origin_portal.empty() && origin_url.empty() && origin_id.empty(); }
    bool operator==(const RawProvenance&) const = default;
};

struct RawRecord {
    std::string remote_id;
    // Other names of the same record at the source: slug, old ids. First = slug.
    std::vector<std::string> aliases;
    // Subject URI or identifier that is meant to be global (DCAT subject, extras `uri`, DOI).
    std::string uri;
    std::vector<std::string> identifiers;
    // Page of the record on the portal.
    std::string remote_url;
    std::string landing_page;
    // What the source says the record is: "dataset", "harvest", "showcase"...
    std::string type;
    // Not active or not public at the source: the reason, e.g. "state=deleted".
    std::string unpublished_because;
    // True when the source itself says that this record was deleted (decision 3).
    bool deleted_at_source = false;

    LocalizedText title;
    LocalizedText description;
    std::vector<LangText> keywords;
    std::vector<std::string> themes;
    RawAgent publisher;
    std::optional<RawAgent> creator;
    std::vector<RawContact> contacts;
    std::vector<RawLicence> licences;
    std::string access_rights;
    std::vector<std::string> languages;
    // The field the frequency was found in decides how numbers are read (HDX days).
    std::string frequency;
    std::string frequency_field;
    std::string issued;
    std::string modified;
    // Dates of the metadata record, not of the data.
    std::string record_created;
    std::string record_modified;
    std::vector<RawPeriod> temporal;
    std::vector<RawLocation> spatial;
    // Country codes or names from groups or zones (HDX group, `country:tg`).
    std::vector<std::string> country_hints;
    std::vector<std::string> conforms_to;
    std::string provenance_statement;
    std::string version;
    RawProvenance origin;
    std::vector<RawDistribution> distributions;
    // Volatile counters: "views", "followers", "downloads", "reuses". Outside the digest.
    std::vector<std::pair<std::string, std::int64_t>> popularity;

    bool operator==(const RawRecord&) const = default;
};

} // namespace moisson
