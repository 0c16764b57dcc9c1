// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "alert/overview.hpp"

#include "alert/inhibition.hpp"
#include "core/json_access.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace moisson::alert {
namespace {

using Facts = store::AlertOverview;
using PortalFacts = store::AlertPortalFacts;
using SourceFacts = store::AlertSourceFacts;
using HostFacts = store::AlertHostFacts;

constexpr bool goes_on(PortalHealth state) {
    return state == PortalHealth::down || state == PortalHealth::dormant;
}
// States that say nothing of whether it is there.
constexpr bool says_nothing(PortalHealth state) {
    return state == PortalHealth::flapping || state == PortalHealth::unknown ||
           state == PortalHealth::maintenance;
}

AlertCondition condition(AlertKind kind, std::string subject, const json::Value& evidence) {
    AlertCondition out;
    const KindPolicy policy = policy_of(kind);
    out.kind = kind;
    out.severity = policy.severity;
    out.audience = policy.audience;
    out.subject = std::move(subject);
    out.evidence = json::dump(evidence);
    return out;
}

class Observer {
public:
    Observer(const Facts& facts, bool probing)
        : facts_(facts), offline_(probing && checker_is_offline(facts)) {
        for (const PortalFacts& portal : facts.portals)
            portals_[portal.key] = &portal;
        for (const AlertEpisode& episode : facts.episodes)
            if (episode.state != AlertState::resolved)
                open_[alert_fingerprint(episode.condition.kind, episode.condition.subject)] =
                    episode.id;
    }

    std::vector<Sighting> all() {
        json::Value evidence = json::Value::object();
        add(condition(AlertKind::checker_offline, std::string(checker_urn), evidence),
            offline_ ? Sight::present : Sight::absent,
            {});
        for (const PortalFacts& portal : facts_.portals)
            look_at(portal);
        for (const HostFacts& host : facts_.hosts)
            look_at(host);
        for (const store::AlertContactFacts& contact : facts_.contacts)
            look_at(contact);
        return std::move(out_);
    }

private:
    void add(AlertCondition seen, Sight sight, std::string_view inhibition) {
        Sighting& one = out_.emplace_back();
        one.fingerprint = alert_fingerprint(seen.kind, seen.subject);
        one.situation.sight = sight;
        one.situation.silence = silence_of(facts_.silences, seen, facts_.now);
        const bool ours = offline_ && seen.kind != AlertKind::checker_offline;
        one.situation.inhibition = std::string(ours ? by_checker : inhibition);
        one.situation.inhibitor = inhibitor_of(one.situation.inhibition, seen);
        one.situation.condition = std::move(seen);
    }

    // The alert behind an inhibition, when there is one.
    std::optional<std::int64_t>
    inhibitor_of(std::string_view inhibition, const AlertCondition& seen) const {
        if (inhibition == by_checker)
            return open_alert(AlertKind::checker_offline, checker_urn);
        if (seen.labels.portal && (inhibition == by_portal_down || inhibition == by_portal_dormant))
            return open_alert(AlertKind::portal_down, portal_urn(*seen.labels.portal));
        return std::nullopt;
    }

    std::optional<std::int64_t> open_alert(AlertKind kind, std::string_view subject) const {
        const auto found = open_.find(alert_fingerprint(kind, subject));
        return found == open_.end() ? std::nullopt : std::optional(found->second);
    }

    static void label(AlertCondition& seen, const PortalFacts& portal) {
        seen.labels.portal = portal.key;
        seen.labels.countries = portal.countries;
    }

    // `inhibition`: what keeps it quiet while the portal itself does not.
    void add_of(
        const PortalFacts& portal,
        AlertKind kind,
        std::string subject,
        const json::Value& evidence,
        bool present,
        std::optional<Instant> since = std::nullopt,
        int level = 0,
        std::string_view inhibition = {}
    ) {
        AlertCondition seen = condition(kind, std::move(subject), evidence);
        label(seen, portal);
        seen.since = since;
        seen.level = level;
        if (kind == AlertKind::tls_expiring && level + 1 == int(certificate_levels.size()))
            seen.severity = AlertSeverity::critical;
        const std::string_view above = portal_inhibition(portal, facts_.now);
        add(std::move(seen),
            present ? Sight::present : Sight::absent,
            above.empty() ? inhibition : above);
    }

    void look_at(const PortalFacts& portal) {
        const std::string urn = portal_urn(portal.key);
        look_down(portal, urn);
        look_certificate(portal, urn);
        look_count(portal, urn);
        look_storm(portal, urn);
        look_baseline(portal, urn);
        for (const SourceFacts& source : portal.sources)
            look_source(portal, source);
    }

    void look_down(const PortalFacts& portal, const std::string& urn) {
        const PortalStanding& standing = portal.standing;
        json::Value evidence = json::Value::object();
        evidence["state"] = to_string(standing.state);
        evidence["since"] = date_value(standing.since);
        evidence["reasons"] = standing.reasons;
        AlertCondition seen = condition(AlertKind::portal_down, urn, evidence);
        label(seen, portal);
        seen.since = standing.since;
        const Sight sight = goes_on(standing.state)        ? Sight::present
                            : says_nothing(standing.state) ? Sight::unseen
                                                           : Sight::absent;
        add(std::move(seen), sight, portal.maintenance ? by_maintenance : std::string_view());
    }

    void look_certificate(const PortalFacts& portal, const std::string& urn) {
        const auto days = certificate_days(portal.standing, facts_.now);
        int level = -1;
        for (const std::int64_t limit : certificate_levels)
            level += days && *days <= limit ? 1 : 0;
        json::Value evidence = json::Value::object();
        evidence["expires"] = date_value(portal.standing.certificate_expires);
        const bool valid = days && *days >= 0 && level >= 0;
        evidence["days"] = valid ? certificate_levels[static_cast<std::size_t>(level)] : 0;
        add_of(
            portal,
            AlertKind::tls_expiring,
            urn,
            evidence,
            level >= 0,
            std::nullopt,
            std::max(level, 0)
        );
    }

    void look_count(const PortalFacts& portal, const std::string& urn) {
        const auto lost = portal.datasets ? shrunk_by(portal.standing, *portal.datasets)
                                          : std::optional<std::int64_t>();
        json::Value evidence = json::Value::object();
        evidence["lost"] = lost.value_or(0);
        evidence["datasets"] = portal.datasets.value_or(0);
        evidence["peak"] = portal.standing.dataset_peak.value_or(0);
        add_of(portal, AlertKind::count_drop, urn, evidence, lost.has_value());
    }

    void look_storm(const PortalFacts& portal, const std::string& urn) {
        json::Value evidence = json::Value::object();
        evidence["held"] = portal.held;
        evidence["datasets"] = portal.datasets.value_or(0);
        add_of(portal, AlertKind::storm, urn, evidence, portal.held > 0);
    }

    void look_baseline(const PortalFacts& portal, const std::string& urn) {
        const bool told = portal.onboarded || !portal.baseline;
        json::Value evidence = json::Value::object();
        if (portal.baseline) {
            evidence["datasets"] = portal.baseline->datasets;
            evidence["late"] = portal.baseline->late;
            evidence["very_late"] = portal.baseline->very_late;
            evidence["broken"] = portal.baseline->broken;
        }
        const bool present = !told && (portal.baseline->late > 0 || portal.baseline->broken > 0);
        add_of(portal, AlertKind::onboarding, urn, evidence, present);
    }

    void look_source(const PortalFacts& portal, const SourceFacts& source) {
        const std::string urn = source_urn(source.key);
        json::Value failed = json::Value::object();
        failed["source"] = source.key;
        failed["failures"] = source.failures;
        failed["since"] = date_value(source.failing_since);
        add_of(
            portal,
            AlertKind::harvest_failed,
            urn,
            failed,
            source.failures >= failures_told,
            source.failing_since,
            0,
            failure_inhibition(portal, source, facts_.now)
        );
        json::Value held = json::Value::object();
        held["source"] = source.key;
        held["run"] = source.held_run.value_or(0);
        held["missing"] = source.held_missing;
        held["since"] = date_value(source.held_since);
        add_of(
            portal,
            AlertKind::run_held,
            urn,
            held,
            source.held_run && !source.held_refused_before,
            source.held_since
        );
    }

    const PortalFacts* find(const std::string& key) const {
        const auto found = portals_.find(key);
        return found == portals_.end() ? nullptr : found->second;
    }

    void look_at(const HostFacts& host) {
        std::string_view inhibition;
        std::vector<std::string> keys = host.home_of;
        if (host.portal)
            keys.push_back(*host.portal);
        for (const std::string& key : keys) {
            const PortalFacts* const portal = find(key);
            if (portal != nullptr && inhibition.empty())
                inhibition = link_inhibition(*portal, facts_.now);
        }
        const PortalFacts* const main = host.portal ? find(*host.portal) : nullptr;
        // Faulty since before the baseline ended: told with it.
        if (inhibition.empty() && main != nullptr && host.since && main->baseline_until &&
            *host.since <= *main->baseline_until)
            inhibition = by_baseline;
        json::Value evidence = json::Value::object();
        evidence["host"] = host.host;
        evidence["since"] = date_value(host.since);
        evidence["links"] = host.links;
        evidence["datasets"] = host.datasets;
        const auto put = [&](AlertKind kind, std::string_view state) {
            AlertCondition seen = condition(kind, host_urn(host.host), evidence);
            seen.labels.host = host.host;
            if (main != nullptr)
                label(seen, *main);
            seen.since = host.since;
            add(std::move(seen),
                host.state == state && host.datasets > 0 ? Sight::present : Sight::absent,
                inhibition);
            // Nobody's files any more: that is no return.
            out_.back().situation.quiet_end = host.datasets == 0;
        };
        put(AlertKind::host_down, "HOST_DOWN");
        put(AlertKind::host_blocked, "HOST_BLOCKED");
        put(AlertKind::host_moved, "HOST_MOVED");
    }

    // Not inhibited: mail comes back whatever the portal does. None of them left: something
    // arrived.
    void look_at(const store::AlertContactFacts& contact) {
        json::Value evidence = json::Value::object();
        evidence["contacts"] = contact.contacts;
        evidence["since"] = date_value(contact.since);
        AlertCondition seen = condition(
            AlertKind::contact_bouncing,
            contact_urn(contact.scope, contact.value),
            evidence
        );
        seen.labels.portal = contact.portal;
        seen.labels.organization = contact.organization;
        seen.labels.countries = contact.countries;
        seen.since = contact.since;
        add(std::move(seen), contact.contacts > 0 ? Sight::present : Sight::absent, {});
    }

    const Facts& facts_;
    bool offline_;
    std::map<std::string, const PortalFacts*, std::less<>> portals_;
    std::map<Digest, std::int64_t> open_;
    std::vector<Sighting> out_;
};

// Why the end of a host's fault is not told yet.
std::string inhibition_of_gone(const Facts& facts, bool probing, const AlertCondition& condition) {
    if (!condition.labels.host)
        return {};
    if (probing && checker_is_offline(facts))
        return std::string(by_checker);
    for (const PortalFacts& portal : facts.portals)
        if (portal.key == condition.labels.portal)
            return std::string(link_inhibition(portal, facts.now));
    return {};
}

} // namespace

json::Value date_value(const std::optional<Instant>& at) {
    return at ? json::Value(to_iso8601(*at)) : json::Value();
}

std::string portal_urn(std::string_view key) {
    return "urn:moisson:portal:" + std::string(key);
}
std::string source_urn(std::string_view key) {
    return "urn:moisson:source:" + std::string(key);
}
std::string host_urn(std::string_view host) {
    return "urn:moisson:host:" + std::string(host);
}
std::string contact_urn(std::string_view scope, std::string_view value) {
    return "urn:moisson:contact:" + std::string(scope) + ":" + std::string(value);
}
std::string dataset_urn(const Uuid& dataset) {
    return "urn:uuid:" + to_string(dataset);
}

std::optional<std::int64_t>
silence_of(const std::vector<AlertSilence>& silences, const AlertCondition& seen, Instant now) {
    for (const AlertSilence& silence : silences)
        if (!silence.ended_at && silence.starts_at <= now && now < silence.ends_at &&
            matches(silence, seen))
            return silence.id;
    return std::nullopt;
}

void put_step(std::vector<store::AlertWrite>& writes, const Step& step) {
    if (step.episode && (step.changed || !step.events.empty()))
        writes.push_back({*step.episode, step.events});
    if (step.next)
        writes.push_back({*step.next, step.next_events});
}

std::vector<Sighting> sightings_of(const Facts& facts, bool probing) {
    return Observer(facts, probing).all();
}

store::AlertOverviewOutcome judge_overview(const Facts& facts, bool probing) {
    store::AlertOverviewOutcome out;
    std::map<Digest, const AlertEpisode*> stored;
    for (const AlertEpisode& episode : facts.episodes)
        stored[alert_fingerprint(episode.condition.kind, episode.condition.subject)] = &episode;
    for (const Sighting& one : sightings_of(facts, probing)) {
        const auto found = stored.find(one.fingerprint);
        std::optional<AlertEpisode> before;
        if (found != stored.end()) {
            before = *found->second;
            stored.erase(found);
        }
        put_step(out.writes, step(before, one.situation, facts.now));
    }
    // Its subject left: the portal, source or host is no longer there or faulty.
    for (const auto& [fingerprint, episode] : stored) {
        if (episode->condition.labels.dataset) {
            put_step(out.writes, leave(*episode, facts.now));
            continue;
        }
        Situation gone;
        gone.sight = Sight::absent;
        gone.condition = episode->condition;
        // A host that is well again is news; a portal that is watched no more is not, nor a contact
        // that left: what arrived again is seen (look_at).
        gone.quiet_end = !episode->condition.labels.host;
        gone.inhibition = inhibition_of_gone(facts, probing, episode->condition);
        put_step(out.writes, step(*episode, gone, facts.now));
    }
    for (const PortalFacts& portal : facts.portals) {
        if (portal.onboarded || !portal.baseline)
            continue;
        const bool nothing = portal.baseline->late == 0 && portal.baseline->broken == 0;
        const bool told =
            std::any_of(out.writes.begin(), out.writes.end(), [&](const store::AlertWrite& write) {
                return write.episode.condition.kind == AlertKind::onboarding &&
                       write.episode.condition.labels.portal == portal.key;
            });
        if (nothing || told)
            out.onboarded.push_back(portal.id);
    }
    return out;
}

} // namespace moisson::alert
