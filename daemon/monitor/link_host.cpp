// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/link_host.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace moisson::monitor {
namespace {

constexpr std::array<std::string_view, 4> names{"", "HOST_DOWN", "HOST_BLOCKED", "HOST_MOVED"};

bool refuses(LinkCode code) {
    return code == LinkCode::forbidden_403 || code == LinkCode::rate_limited_429 ||
           code == LinkCode::blocked_challenge;
}

// The server, not the page: what one page answers says little of its neighbours.
bool fails_softly(LinkCode code) {
    return is_of_host(code) || code == LinkCode::http_5xx || code == LinkCode::timeout_ttfb;
}

bool says_nothing(LinkCode code) {
    return code == LinkCode::checker_offline || code == LinkCode::host_backoff ||
           code == LinkCode::internal_error || class_of(code) == LinkClass::fault ||
           class_of(code) == LinkClass::excluded;
}

// The last word about each URL since `from`.
std::map<std::uint32_t, HostSample> latest(const HostMemory& memory, Instant from) {
    std::map<std::uint32_t, HostSample> out;
    for (const HostSample& sample : memory.samples)
        if (sample.at >= from)
            out.insert_or_assign(sample.url, sample);
    return out;
}

template <class Predicate>
std::size_t count(const std::map<std::uint32_t, HostSample>& samples, Predicate predicate) {
    return static_cast<std::size_t>(std::count_if(
        samples.begin(),
        samples.end(),
        [&](const auto& entry) { return predicate(entry.second); }
    ));
}

bool share_reached(std::size_t part, std::size_t whole, double share) {
    return static_cast<double>(part) >= share * static_cast<double>(whole);
}

bool is_soft404(LinkCode code) {
    return code == LinkCode::soft404_root || code == LinkCode::soft404_path ||
           code == LinkCode::soft404_canary || code == LinkCode::soft404_shared_target;
}

// What another host says is no word about this one, which answered.
bool tells_of_another(const HostSample& sample) {
    return sample.elsewhere && (fails_softly(sample.code) || refuses(sample.code));
}

// URLs that are gone or answered by a page for all that is gone, or that all end at one page.
std::size_t moved_urls(const std::map<std::uint32_t, HostSample>& samples) {
    std::map<std::uint32_t, std::size_t> ends;
    std::size_t gone = 0;
    for (const auto& [url, sample] : samples)
        if (sample.code == LinkCode::http_404 || sample.code == LinkCode::http_410 ||
            is_soft404(sample.code))
            ++gone;
        else if (sample.target != 0)
            ++ends[sample.target];
    std::size_t together = 0;
    for (const auto& [target, urls] : ends)
        together = std::max(together, urls);
    return std::max(gone, together);
}

bool is_moved(const HostMemory& memory, Instant now, const HostPolicy& policy) {
    const auto seen = latest(memory, now - policy.moved_window);
    if (seen.size() < policy.moved_urls_min)
        return false;
    // Once it worked, otherwise its addresses have always been wrong.
    const bool worked =
        memory.state == HostState::moved ||
        (memory.last_positive && now - *memory.last_positive < policy.moved_after_positive);
    return worked && share_reached(moved_urls(seen), seen.size(), policy.moved_share);
}

HostState judge(const HostMemory& memory, Instant now, const HostPolicy& policy) {
    const auto hour = latest(memory, now - policy.window);
    const std::size_t positives = count(hour, [](const auto& s) { return works(s.code); });
    const std::size_t soft = count(hour, [](const auto& s) { return fails_softly(s.code); });
    const std::size_t refused = count(hour, [](const auto& s) { return refuses(s.code); });
    if (hour.size() >= policy.urls_min) {
        if (positives == 0 && share_reached(soft, hour.size(), policy.down_share))
            return HostState::down;
        if (share_reached(refused, hour.size(), policy.blocked_share))
            return HostState::blocked;
    }
    return is_moved(memory, now, policy) ? HostState::moved : HostState::normal;
}

// A guard holds until the host itself says otherwise: few probes are made while it does.
bool still_holds(
    const HostMemory& memory,
    const HostSample& sample,
    Instant now,
    const HostPolicy& policy
) {
    switch (memory.state) {
    case HostState::down:
        return fails_softly(sample.code) && !sample.elsewhere;
    case HostState::blocked:
        return refuses(sample.code) && !sample.elsewhere;
    case HostState::moved:
        return !works(sample.code) || is_moved(memory, now, policy);
    case HostState::normal:
        break;
    }
    return false;
}

void condemn(HostTransition& out, Instant at, const HostPolicy& policy) {
    HostMemory& now = out.memory;
    const bool guarded = now.state == HostState::down || now.state == HostState::moved;
    if (!guarded || !now.since || at - *now.since < policy.condemn_after)
        return;
    if (now.condemned_at && at - *now.condemned_at < policy.condemn_every)
        return;
    out.condemns = true;
    out.condemns_first = !now.condemned_at;
    out.condemns_all = now.state == HostState::down &&
                       std::all_of(now.samples.begin(), now.samples.end(), [](const auto& sample) {
                           return is_of_host(sample.code);
                       });
    now.condemned_at = at;
}

} // namespace

std::string_view to_string(HostState state) {
    return names[static_cast<std::size_t>(state)];
}

HostState host_state_from_string(std::string_view text) {
    const auto found = std::find(names.begin(), names.end(), text);
    return found == names.end() ? HostState::normal : static_cast<HostState>(found - names.begin());
}

HostTransition
note_sample(const HostMemory& memory, const HostSample& sample, const HostPolicy& policy) {
    HostTransition out;
    out.memory = memory;
    HostMemory& now = out.memory;
    const bool of_another = tells_of_another(sample);
    if (says_nothing(sample.code) || (of_another && now.state == HostState::normal))
        return out;
    const Instant oldest = sample.at - policy.moved_window;
    std::erase_if(now.samples, [&](const HostSample& old) { return old.at < oldest; });
    if (now.samples.size() >= host_samples_max)
        now.samples.erase(now.samples.begin());
    now.samples.push_back(sample);
    if (works(sample.code) && sample.target == 0)
        now.last_positive = sample.at;
    // Redirected too: on many hosts every file is.
    if (works(sample.code))
        now.limited_at.reset();
    HostState next = now.state;
    if (now.state != HostState::normal) {
        if (!still_holds(now, sample, sample.at, policy)) {
            // What was seen before is over.
            now.samples.clear();
            if (!of_another)
                now.samples.push_back(sample);
            next = HostState::normal;
        }
    } else {
        next = judge(now, sample.at, policy);
    }
    if (next != now.state) {
        now.state = next;
        now.since = sample.at;
        now.condemned_at.reset();
        out.changed = true;
    }
    condemn(out, sample.at, policy);
    return out;
}

Guard guard_of(const HostMemory& memory) {
    if (memory.state == HostState::down)
        return Guard::host_down;
    return memory.state == HostState::moved ? Guard::host_moved : Guard::none;
}

void note_head_disagreement(HostMemory& memory, Instant at) {
    if (memory.head_disagreements.size() >= 2)
        memory.head_disagreements.erase(memory.head_disagreements.begin());
    memory.head_disagreements.push_back(at);
}

bool head_unreliable(const HostMemory& memory, Instant now) {
    return memory.head_disagreements.size() >= 2 &&
           now - memory.head_disagreements.front() < std::chrono::hours(30 * 24);
}

std::size_t sharers_of(const HostMemory& memory, std::uint32_t url, std::uint32_t target) {
    std::set<std::uint32_t> urls;
    for (const HostSample& sample : memory.samples)
        if (sample.target == target && sample.url != url)
            urls.insert(sample.url);
    return target == 0 ? 0 : urls.size();
}

} // namespace moisson::monitor
