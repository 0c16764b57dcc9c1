// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// normalise: RawRecord -> Dataset + Issues. A pure function: no I/O, no clock, never throws on what
// a portal wrote (rules.md 2). What cannot be read is left out, kept raw, and said in an issue.
#pragma once

#include "core/digest.hpp"
#include "core/time.hpp"
#include "model/dataset.hpp"
#include "model/issue.hpp"
#include "model/portal.hpp"
#include "model/raw_record.hpp"
#include "normalise/vocabularies.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::normalise {

// Raised whenever the code of this room changes what it makes of the same record.
inline constexpr std::string_view mapping_code_version = "3";

// What normalise knows beside the record. Built once per run.
struct NormaliseContext {
    std::shared_ptr<const Vocabularies> vocabularies;
    std::string portal_key;
    // Id space of the portal software ("ckan"): with the remote id, the name of distributions.
    std::string id_scheme;
    // Relative URLs are resolved on it.
    std::string base_url;
    std::vector<std::string> countries;
    std::vector<std::string> languages;
    // IANA zone for dates that have none; empty or unknown = UTC.
    std::string timezone;
    std::string default_language;
    std::string default_licence;
    std::string default_publisher;
    std::string default_frequency;
    // Source::publishers and Source::vocabulary by text::vocabulary_key of what the source writes.
    std::map<std::string, std::string> publishers;
    std::map<std::string, std::map<std::string, std::string>> vocabulary;
    Instant now{};
};

// The context of one source; its id scheme is the connector's name. Without a time zone of its own,
// a portal of one country gets that of the capital.
NormaliseContext make_context(
    const Portal& portal,
    const Source& source,
    std::shared_ptr<const Vocabularies> vocabularies,
    Instant now
);

// Digest of everything in the context that can change the result, `now` left out: with the
// connector's version and the overlays it makes the mapping version (decision 9).
Digest mapping_digest(const NormaliseContext& context);

struct Normalised {
    Dataset dataset;
    // Stage::normalise; at most limits::issues_per_record; one per distinct unmapped value.
    std::vector<Issue> issues;
};

// `context.vocabularies` must be set. Thread-safe.
Normalised normalise(const RawRecord& record, const NormaliseContext& context);

} // namespace moisson::normalise
