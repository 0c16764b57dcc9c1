// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster/describe.hpp"

#include "cluster/address.hpp"
#include "core/assert.hpp"

#include <algorithm>
#include <functional>

namespace moisson::cluster {
namespace {

bool holds(const Member& member, KeyKind kind, const Uuid& hash) {
    return std::any_of(member.keys.begin(), member.keys.end(), [&](const EvidenceKey& key) {
        return key.kind == kind && key.hash == hash;
    });
}

std::vector<Evidence> evidence_between(const Member& member, std::span<const Member> members) {
    std::vector<Evidence> out;
    for (const Member& other : members) {
        if (&other == &member)
            continue;
        for (const EvidenceKey& mine : member.keys)
            for (const EvidenceKey& theirs : other.keys)
                if (mine.hash == theirs.hash && evidence_of(mine.kind) == evidence_of(theirs.kind))
                    out.push_back(evidence_of(mine.kind));
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::optional<std::size_t> origin_of(const Member& member, std::span<const Member> members) {
    for (const EvidenceKey& key : member.keys) {
        if (key.kind != KeyKind::origin)
            continue;
        for (std::size_t i = 0; i < members.size(); ++i)
            if (&members[i] != &member && holds(members[i], KeyKind::address, key.hash))
                return i;
    }
    return std::nullopt;
}

bool names_an_origin(const Member& member) {
    return std::any_of(member.keys.begin(), member.keys.end(), [](const EvidenceKey& key) {
        return key.kind == KeyKind::origin;
    });
}

// Half of its files at least are at home: "static.data.gouv.fr" is, for "www.data.gouv.fr".
bool has_own_files(const Member& member) {
    const auto home = split_address(member.portal_url);
    if (!home || member.file_hosts.empty())
        return false;
    const auto own = std::count_if(
        member.file_hosts.begin(),
        member.file_hosts.end(),
        [&](std::string_view host) {
            if (host.starts_with("www."))
                host.remove_prefix(4);
            return same_site(host, home->host);
        }
    );
    return 2 * static_cast<std::size_t>(own) >= member.file_hosts.size();
}

using Better = std::function<bool(std::size_t, std::size_t)>;

// Keeps those that nobody among them beats; true when one is left.
bool narrow(std::vector<std::size_t>& candidates, const Better& better) {
    const std::size_t best =
        *std::min_element(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
            return better(a, b);
        });
    std::erase_if(candidates, [&](std::size_t one) { return better(best, one); });
    return candidates.size() == 1;
}

void choose_canonical(
    std::span<const Member> members,
    const std::vector<std::optional<std::size_t>>& origins,
    Description& out
) {
    std::vector<bool> named(members.size());
    for (const auto& origin : origins)
        if (origin)
            named[*origin] = true;
    const auto first_hand = [&](std::size_t i) { return named[i] && !origins[i]; };
    const auto both_dated = [&](std::size_t a, std::size_t b) {
        return members[a].issued && members[b].issued;
    };
    const std::vector<std::pair<CanonicalReason, Better>> questions = {
        {CanonicalReason::named_origin,
         [&](std::size_t a, std::size_t b) { return first_hand(a) > first_hand(b); }},
        {CanonicalReason::own_files,
         [&](std::size_t a, std::size_t b) {
             return has_own_files(members[a]) > has_own_files(members[b]);
         }},
        {CanonicalReason::no_origin,
         [&](std::size_t a, std::size_t b) {
             return names_an_origin(members[a]) < names_an_origin(members[b]);
         }},
        {CanonicalReason::earliest_issued,
         [&](std::size_t a, std::size_t b) {
             return both_dated(a, b)
                        ? *members[a].issued < *members[b].issued
                        : members[a].issued.has_value() > members[b].issued.has_value();
         }},
        {CanonicalReason::first_seen,
         [&](std::size_t a, std::size_t b) {
             return members[a].first_seen < members[b].first_seen;
         }},
        {CanonicalReason::lowest_id,
         [&](std::size_t a, std::size_t b) { return members[a].dataset < members[b].dataset; }}};
    std::vector<std::size_t> candidates(members.size());
    for (std::size_t i = 0; i < candidates.size(); ++i)
        candidates[i] = i;
    for (const auto& [reason, better] : questions) {
        out.reason = reason;
        if (narrow(candidates, better))
            break;
    }
    out.canonical = candidates.front();
}

// A harvests B harvests A: whoever comes back to itself was taken from the canonical one.
void break_circles(Description& out) {
    out.places[out.canonical].origin.reset();
    for (std::size_t i = 0; i < out.places.size(); ++i) {
        std::optional<std::size_t> at = out.places[i].origin;
        for (std::size_t steps = 0; at && *at != i && steps < out.places.size(); ++steps)
            at = out.places[*at].origin;
        if (at)
            out.places[i].origin = out.canonical;
    }
}

} // namespace

Description describe(std::span<const Member> members) {
    MOISSON_ASSERT(members.size() > 1);
    std::vector<std::optional<std::size_t>> origins;
    for (const Member& member : members)
        origins.push_back(origin_of(member, members));
    Description out;
    choose_canonical(members, origins, out);
    for (std::size_t i = 0; i < members.size(); ++i)
        out.places.push_back({evidence_between(members[i], members), origins[i]});
    break_circles(out);
    return out;
}

} // namespace moisson::cluster
