// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/assessing.hpp"

#include "monitor/freshness.hpp"
#include "monitor/link_format.hpp"
#include "monitor/quality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace moisson::monitor {
namespace {

store::CountedShare right_formats(std::span<const store::SeenFile> files) {
    store::CountedShare out;
    out.all = static_cast<std::int64_t>(files.size());
    out.some = std::count_if(files.begin(), files.end(), [](const store::SeenFile& one) {
        return may_be(one.format, one.found);
    });
    return out;
}

store::Judgement assess(
    const normalise::Vocabularies& vocabularies,
    const store::DatasetRecord& record,
    const store::AssessmentContext& context
) {
    store::Judgement judgement;
    store::Assessment& out = judgement.assessment;
    FreshnessContext freshness;
    freshness.now = context.now;
    freshness.mass_touched = context.mass_touched;
    freshness.confirmed = context.confirmed;
    freshness.content = context.content;
    freshness.before = record.signal.freshness;
    const normalise::FrequencyRow* const frequency =
        vocabularies.frequency_row(record.dataset.frequency.code);
    out.freshness = freshness_of(record.dataset, frequency, freshness);
    out.formats_right = right_formats(context.files);
    QualityFacts facts = facts_of(record.signal, freshness_at(out.freshness, context.seen));
    facts.formats_right = out.formats_right.value();
    out.contact_bounces = context.contact_bounces;
    facts.contact_bounces = context.contact_bounces;
    const QualityScore ours = score_of(record.dataset, facts, vocabularies);
    out.quality = ours.percent();
    for (const QualityCriterion& one : ours.criteria)
        if (one.lost() >= least_quality_loss)
            judgement.lost.push_back({std::string(one.code), one.lost(), 1});
    const QualityScore mqa = mqa_score_of(record.dataset, facts, vocabularies);
    out.mqa = static_cast<int>(std::lround(mqa.scaled()));
    return judgement;
}

} // namespace

store::AssessmentRules assessment_rules(std::shared_ptr<const normalise::Vocabularies> vocabularies
) {
    store::AssessmentRules rules;
    rules.version =
        fmt::format("{}:{}:{}", freshness_version, score_version, to_hex(vocabularies->digest()));
    rules.score_version = score_version;
    rules.assess = [vocabularies = std::move(vocabularies
                    )](const store::DatasetRecord& record, const store::AssessmentContext& context
                   ) { return assess(*vocabularies, record, context); };
    return rules;
}

asio::awaitable<Result<AssessingReport>>
assess_waiting(store::AssessmentStore& store, store::AssessmentRules rules, int step) {
    AssessingReport total;
    for (;;) {
        const Result<store::AssessmentReport> some = co_await store.assess_some(rules, step);
        if (some.has_error())
            co_return some.error();
        if (some->source_key.empty())
            co_return total;
        total.looked_at += some->looked_at;
        total.changed += some->changed;
    }
}

asio::awaitable<void> keep_assessed(
    store::AssessmentStore& store,
    TimerSource& timers,
    telemetry::Logger& log,
    AssessingOptions options,
    std::function<store::AssessmentRules()> rules,
    AssessingObserver observe
) {
    for (;;) {
        store::AssessmentRules current = rules();
        const Result<AssessingReport> report =
            co_await assess_waiting(store, std::move(current), options.step);
        if (report.has_error()) {
            log.warning("freshness has to wait", {{"error", report.error().detail}});
        } else {
            observe(*report);
            if (report->looked_at > 0)
                log.info(
                    "datasets judged",
                    {{"looked_at", report->looked_at}, {"changed", report->changed}}
                );
        }
        co_await sleep_for(timers, options.look_every);
    }
}

} // namespace moisson::monitor
