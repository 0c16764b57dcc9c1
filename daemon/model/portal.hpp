// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Portal and Source: what config/portals/*.yaml describes.
#pragma once

#include "model/correction.hpp"
#include "model/json_description.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace moisson {

// Values of one filter dimension; a record passes when it has one of `include` (or include is
// empty) and none of `exclude`.
struct Filter {
    std::vector<std::string> include;
    std::vector<std::string> exclude;

    bool empty() const { return include.empty() && exclude.empty(); }
    bool operator==(const Filter&) const = default;
};

enum class TlsVerification { on, off };

// Time limit of each phase of one request (research H7.5).
struct RequestLimits {
    std::chrono::milliseconds connect{15'000};
    std::chrono::milliseconds tls{15'000};
    std::chrono::milliseconds first_byte{60'000};
    std::chrono::milliseconds idle{30'000};
    std::chrono::milliseconds total{600'000};
    // Further tries of a request that failed in passing.
    int retries = 4;

    bool operator==(const RequestLimits&) const = default;
};

// A portal that lists more invents ids, or is one of the few that gather those of a continent: its
// file says so.
inline constexpr std::int64_t usual_records_max = 1'000'000;

// How the connector `dcat` reads documents.
struct RdfReading {
    // A word of rdf::syntax_from_string; empty = what the document shows, else its labels.
    std::string syntax;
    // JSON-LD contexts that may be fetched; those that are carried along need no leave.
    std::vector<std::string> contexts;

    bool empty() const { return syntax.empty() && contexts.empty(); }
    bool operator==(const RdfReading&) const = default;
};

// One machine endpoint of a portal, with its connector.
struct Source {
    // Unique over all portals, stable, [a-z0-9-]; "<portal>" when the portal has one source.
    std::string key;
    std::string portal_key;
    // "ckan", ...
    std::string connector;
    // Base address given to the connector, with its path; the API and the public site may differ.
    std::string url;
    std::string public_url;
    bool enabled = true;

    // Time between the starts of two runs; with `cron`, the longest it makes.
    std::chrono::seconds interval = std::chrono::hours(24);
    // In its place: five fields (harvest/cron.hpp).
    std::string cron;
    // IANA zone of `cron`; empty = `timezone`, or that of the portal's only country.
    std::string schedule_zone;
    // Each source starts later by its own part of this, at most a tenth of the time between runs.
    std::chrono::seconds jitter = std::chrono::hours(1);
    // Cheap looks between two runs; 0 = none.
    std::chrono::seconds probe_every{0};
    std::chrono::seconds full_every = std::chrono::hours(24 * 7);
    // Filters by dimension: "organization", "tag", "group", "licence", "format".
    std::map<std::string, Filter> filters;

    int page_size = 0;                            // 0 = the connector's default
    std::int64_t records_max = usual_records_max; // of one run; 0 = no limit
    std::chrono::seconds duration_max = std::chrono::hours(12);

    // Requests per second; one request at a time whatever the rate. 0 lifts the limit (benchmarks).
    double rate = 1.0;
    RequestLimits request;
    TlsVerification tls = TlsVerification::on;
    std::string ca_file;
    std::map<std::string, std::string> headers;
    // Overrides the User-Agent when the portal's firewall wants another one.
    std::string user_agent;
    // Its files are read whole now and then, for their SHA-256.
    bool hash_files = false;
    bool respect_robots = false; // API endpoints were declared on purpose; documents ask robots.txt

    // Defaults for records that say nothing.
    std::string default_language;
    std::string default_licence;
    std::string default_publisher;
    std::string default_frequency;
    std::string timezone;

    // The name by which a producer goes here, by each name that the source gives it.
    std::map<std::string, std::string> publishers;
    // Codes of values that the vocabularies do not know, or know for something else here: by kind
    // (normalise::mapped_kinds()), then by what the source writes.
    std::map<std::string, std::map<std::string, std::string>> vocabulary;
    // Of every dataset of the source (`corrections`); operators add more, kept in the database.
    std::vector<Correction> corrections;

    // For the connector `json`; empty for all others.
    JsonDescription json;
    // For the connector `dcat`; empty for all others.
    RdfReading rdf;

    bool operator==(const Source&) const = default;
};

// When a portal is not to be harvested: from each time that `cron` comes true.
struct MaintenanceWindow {
    std::string cron;
    std::chrono::seconds duration{0};
    // IANA zone; empty = that of the portal's only country.
    std::string timezone;

    bool operator==(const MaintenanceWindow&) const = default;
};

struct Portal {
    // Unique, stable, [a-z0-9-]: also the slug of its page.
    std::string key;
    std::string title;
    std::string url;
    std::string description;
    // ISO 3166-1 alpha-2, upper case; empty for regional or worldwide portals.
    std::vector<std::string> countries;
    std::vector<std::string> languages;
    // Who runs it, in words.
    std::string owner;
    // How sure its description is ("high", "medium", "low") and when it was true ("2026-08"); empty
    // when nobody said.
    std::string confidence;
    std::string as_of;
    std::vector<MaintenanceWindow> maintenance;
    std::vector<Source> sources;

    bool operator==(const Portal&) const = default;
};

} // namespace moisson
