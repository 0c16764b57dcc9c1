// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// AssessmentStore: what judging datasets (freshness, quality) needs of PostgreSQL. The rules are
// the caller's (daemon/monitor); they are pure and run on a db thread. Every call may be repeated,
// cut short by kill -9 at any point, and made by several workers at once. Results:
// STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "model/freshness.hpp"
#include "store/catalog_store.hpp"
#include "store/quality_tally.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace moisson::store {

// One file as the catalogue declares it and as the link checker found it.
struct SeenFile {
    // Code of filetype.tsv.
    std::string format;
    // What its first bytes are: the monitor's word.
    std::string found;
};

struct AssessmentContext {
    // PostgreSQL's.
    Instant now{};
    // Start of the newest complete run of the source.
    Instant seen{};
    // Hours since 1970 whose dates are shared by too many datasets of the source, ascending.
    std::span<const std::int64_t> mass_touched;
    // Of the dataset: when a producer last said that there is nothing to publish.
    std::optional<Instant> confirmed;
    // Of the dataset: when the link checker last saw one of its files change.
    std::optional<Instant> content;
    // Of the dataset: those of its files that were looked at.
    std::span<const SeenFile> files;
    // Of the dataset: our messages to whoever publishes it come back.
    bool contact_bounces = false;
};

struct Assessment {
    FreshnessDates freshness;
    // 0-100, nothing when not scored.
    std::optional<int> quality;
    // Of 405, scaled to what could be judged.
    std::optional<int> mqa;
    // Files whose first bytes may be what is declared, of those that were looked at.
    CountedShare formats_right;
    bool contact_bounces = false;

    bool operator==(const Assessment&) const = default;
};

struct Judgement {
    // What is stored of the dataset.
    Assessment assessment;
    // Points that our score lost, by criterion; counted by source, not stored.
    std::vector<QualityLever> lost;
};

struct AssessmentRules {
    // What other ones judged is judged again.
    std::string version;
    // Of the scores: kept beside them.
    int score_version = 0;
    std::function<Judgement(const DatasetRecord&, const AssessmentContext&)> assess;
};

struct AssessmentReport {
    // Empty: nothing is to be done, or others are at it.
    std::string source_key;
    std::int64_t looked_at = 0;
    // Datasets of which something else is stored now, with the changes that followers read.
    std::int64_t changed = 0;
};

class AssessmentStore {
public:
    AssessmentStore() = default;
    AssessmentStore(const AssessmentStore&) = delete;
    AssessmentStore& operator=(const AssessmentStore&) = delete;
    virtual ~AssessmentStore() = default;

    // The next `count` datasets of a source that had a complete run (no probe) since it was judged,
    // or was judged by other rules, in one transaction. A walk goes on where the last one stopped.
    virtual asio::awaitable<Result<AssessmentReport>>
    assess_some(AssessmentRules rules, int count) = 0;
};

} // namespace moisson::store
