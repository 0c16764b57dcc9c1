// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "alert/datasets.hpp"

#include "alert/inhibition.hpp"
#include "alert/overview.hpp"
#include "alert/season.hpp"
#include "core/json_access.hpp"

#include <cstddef>
#include <utility>

namespace moisson::alert {
namespace {

using Sights = std::vector<store::AlertDatasetSight>;

bool reached(const std::optional<Instant>& due, const std::optional<Instant>& seen) {
    return due && seen && *due <= *seen;
}

std::optional<std::int64_t>
open_alert(const store::AlertOverview& facts, AlertKind kind, const std::string& subject) {
    for (const AlertEpisode& episode : facts.episodes)
        if (episode.condition.kind == kind && episode.condition.subject == subject &&
            episode.state != AlertState::resolved)
            return episode.id;
    return std::nullopt;
}

} // namespace

std::optional<store::AlertScanRequest>
scan_of(const store::AlertPortalFacts& portal, const store::AlertOverview& facts, bool probing) {
    if (!portal.baseline_until)
        return std::nullopt;
    store::AlertScanRequest out;
    out.portal = portal.id;
    out.key = portal.key;
    out.baseline_until = *portal.baseline_until;
    const bool offline = probing && checker_is_offline(facts);
    for (const store::AlertSourceFacts& source : portal.sources) {
        store::AlertScanSource& one = out.sources.emplace_back();
        one.id = source.id;
        one.seen = source.seen;
        one.new_links = !offline && link_inhibition(portal, facts.now).empty();
        one.new_freshness = !offline && freshness_inhibition(portal, source, facts.now).empty();
    }
    return out;
}

DatasetJudge::DatasetJudge(
    const store::AlertPortalFacts& portal,
    const store::AlertOverview& facts,
    bool probing
)
    : portal_(portal), facts_(facts) {
    for (const store::AlertSourceFacts& source : portal.sources)
        sources_[source.id] = &source;
    if (probing && checker_is_offline(facts)) {
        above_ = by_checker;
        inhibitor_ = open_alert(facts, AlertKind::checker_offline, std::string(checker_urn));
    } else {
        above_ = portal_inhibition(portal, facts.now);
        if (!above_.empty())
            inhibitor_ = open_alert(facts, AlertKind::portal_down, portal_urn(portal.key));
    }
    // What a storm holds back holds back what comes after it.
    storm_ = portal.held > 0;
}

AlertCondition DatasetJudge::condition_of(const store::AlertDatasetSight& sight) const {
    AlertCondition out;
    const KindPolicy policy = policy_of(sight.kind);
    out.kind = sight.kind;
    out.severity = policy.severity;
    out.audience = policy.audience;
    out.subject = dataset_urn(sight.dataset);
    out.labels.portal = portal_.key;
    out.labels.organization = sight.organization;
    out.labels.dataset = sight.dataset;
    out.labels.countries = sight.countries;
    json::Value evidence = json::Value::object();
    if (sight.kind == AlertKind::links_broken) {
        evidence["links"] = sight.links;
        evidence["broken"] = sight.broken;
        evidence["since"] = date_value(sight.broken_since);
        evidence["code"] = sight.broken_code;
    } else if (sight.kind == AlertKind::no_resources) {
        evidence["since"] = date_value(sight.emptied_at);
    } else {
        evidence["frequency"] = sight.frequency;
        evidence["updated"] = date_value(sight.counted_from);
        evidence["late_at"] = date_value(sight.late_at);
        evidence["very_late_at"] = date_value(sight.very_late_at);
    }
    out.evidence = json::dump(evidence);
    return out;
}

Situation DatasetJudge::freshness(const store::AlertDatasetSight& sight) const {
    Situation out;
    const auto found = sources_.find(sight.source);
    if (found == sources_.end()) {
        out.sight = Sight::unseen;
        return out;
    }
    const store::AlertSourceFacts& source = *found->second;
    const bool very = reached(sight.very_late_at, source.seen);
    const bool late = reached(sight.late_at, source.seen);
    const bool wanted = sight.kind == AlertKind::dataset_very_overdue ? very : late && !very;
    out.sight = wanted ? Sight::present : Sight::absent;
    // The worse one tells it.
    out.quiet_end = sight.kind == AlertKind::dataset_overdue && very;
    out.inhibition = std::string(freshness_inhibition(portal_, source, facts_.now));
    if (out.inhibition.empty() && wanted) {
        const std::optional<Season> season = season_of(sight.months);
        if (season && !in_season(*season, facts_.now))
            out.inhibition = by_season;
    }
    return out;
}

Situation DatasetJudge::links(const store::AlertDatasetSight& sight) const {
    Situation out;
    out.sight = sight.broken > 0 ? Sight::present : Sight::absent;
    out.inhibition = std::string(link_inhibition(portal_, facts_.now));
    if (out.inhibition.empty() && sight.broken > 0 && sight.broken == sight.broken_by_host)
        out.inhibition = by_host;
    // Nothing is left that could be broken.
    out.quiet_end = sight.links == 0;
    return out;
}

// As of the last complete run, as lateness is: what was not read proves nothing.
Situation DatasetJudge::files(const store::AlertDatasetSight& sight) const {
    Situation out;
    const auto found = sources_.find(sight.source);
    if (found == sources_.end())
        return out;
    out.sight = sight.emptied_at ? Sight::present : Sight::absent;
    out.inhibition = std::string(freshness_inhibition(portal_, *found->second, facts_.now));
    return out;
}

Situation DatasetJudge::situation_of(const store::AlertDatasetSight& sight) const {
    Situation out = sight.kind == AlertKind::links_broken   ? links(sight)
                    : sight.kind == AlertKind::no_resources ? files(sight)
                                                            : freshness(sight);
    if (sight.gone) {
        out.sight = Sight::absent;
        out.quiet_end = true;
        out.inhibition.clear();
    }
    if (!above_.empty()) {
        out.inhibition = above_;
        out.inhibitor = inhibitor_;
    }
    out.condition = condition_of(sight);
    out.silence = silence_of(facts_.silences, out.condition, facts_.now);
    return out;
}

void DatasetJudge::count_opening(const store::AlertDatasetSight& sight) {
    ++opening_;
    opening_datasets_.insert(sight.dataset);
}

bool DatasetJudge::is_storm() const {
    if (opening_ == 0)
        return false;
    if (opening_ + portal_.opened_lately > storm_alerts)
        return true;
    const std::int64_t touched =
        static_cast<std::int64_t>(opening_datasets_.size()) + portal_.opened_lately;
    return touched > storm_handful && portal_.datasets &&
           touched * 100 > *portal_.datasets * storm_share;
}

std::vector<store::AlertWrite> DatasetJudge::open(const Sights& sights) {
    std::vector<Situation> situations;
    situations.reserve(sights.size());
    for (const store::AlertDatasetSight& sight : sights) {
        const Situation& one = situations.emplace_back(situation_of(sight));
        if (one.sight == Sight::present && one.inhibition.empty())
            count_opening(sight);
    }
    storm_ = storm_ || is_storm();
    std::vector<store::AlertWrite> out;
    for (Situation& one : situations) {
        one.hold = storm_;
        put_step(out, step(std::nullopt, one, facts_.now));
    }
    return out;
}

std::vector<store::AlertWrite> DatasetJudge::go_on(const Sights& sights) {
    std::vector<Situation> situations;
    situations.reserve(sights.size());
    for (const store::AlertDatasetSight& sight : sights) {
        const Situation& one = situations.emplace_back(situation_of(sight));
        if (sight.episode && begins_anew(*sight.episode, one, facts_.now))
            count_opening(sight);
    }
    storm_ = storm_ || is_storm();
    std::vector<store::AlertWrite> out;
    for (std::size_t i = 0; i < sights.size(); ++i) {
        situations[i].hold = storm_;
        put_step(out, step(sights[i].episode, situations[i], facts_.now));
    }
    return out;
}

} // namespace moisson::alert
