// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// LinkChecker: the job. Claims hosts, works off their due links one after the other, hosts beside
// one another, and writes what follows. All decisions are made by the pure parts of this room.
#pragma once

#include "async/asio.hpp"
#include "async/task_group.hpp"
#include "async/timer_source.hpp"
#include "core/rng.hpp"
#include "monitor/link_record.hpp"
#include "monitor/link_self.hpp"
#include "monitor/probe_ladder.hpp"
#include "net/http_client.hpp"
#include "store/link_store.hpp"
#include "telemetry/log.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::monitor {

struct LinkCheckerOptions {
    bool enabled = false;
    // Requests at a time (async/request_limit.hpp).
    int in_flight = 100;
    // Hosts at a time for each of these: most of a host's time is spent waiting for its pace.
    int hosts_per_request = 5;
    // Of one host, before others get their turn.
    int links_per_host = 20;
    // Asked when nobody answers: are we online at all? Empty: then nothing is concluded.
    std::vector<std::string> control_urls;
    // Between two whole readings of one file.
    std::chrono::seconds hash_every = std::chrono::hours(30 * 24);
    // Keys of the sources whose files are read whole; empty: of none.
    std::function<std::vector<std::string>()> hashed_sources;
    ProbeOptions probe;
    std::chrono::seconds poll{5};
    // Name of this process in leases; the User-Agent of the curl lines.
    std::string holder;
    std::string user_agent;
};

struct LinkCheckerParts {
    store::LinkStore* store = nullptr;
    net::HttpClient* http = nullptr;
    TimerSource* timers = nullptr;
    Rng* rng = nullptr;
    telemetry::Logger* log = nullptr;
    // Called after each probe and each new state of a host, for metrics.
    std::function<void(LinkCode)> on_probe;
    std::function<void(HostState)> on_host;
    std::function<void(const std::vector<std::pair<std::string, std::int64_t>>&)> on_states;
};

// Lives on one strand or thread.
class LinkChecker {
public:
    LinkChecker(LinkCheckerParts parts, LinkCheckerOptions options);

    // Until cancelled.
    asio::awaitable<void> run();
    // One round: what is due now, and no more. Returns how many hosts were looked at.
    asio::awaitable<int> round();

private:
    // What a visit to a host has brought so far.
    struct Visit {
        HostMemory host;
        store::HostVerdict verdict;
        std::vector<store::LinkVerdict> links;
    };

    asio::awaitable<void> claim_for_ever(TaskGroup& group);
    asio::awaitable<int> start_hosts(TaskGroup& group, int hosts);
    asio::awaitable<void> check_host(store::DueHost due);
    asio::awaitable<void> renew_for_ever();
    // Whether another probe may begin on a host whose visit began then.
    bool may_go_on(Steady begun) const;
    // False: the host is left alone now.
    asio::awaitable<bool> check_link(const store::DueLink& link, Visit& visit);
    void finish(Visit& visit, HostState before);
    int hosts_max() const { return options_.in_flight * options_.hosts_per_request; }
    asio::awaitable<bool> online_for(std::string host, Steady at);
    asio::awaitable<void> follow_catalogue();
    store::LinkVerdict
    conclude(const store::DueLink& link, LinkRecord record, const ProbeResult& result, Guard guard);
    // As it was, for later.
    store::LinkVerdict postponed(const store::DueLink& link, Instant due_at) const;
    void note_answer_of(const std::string& host, const ProbeResult& result);

    LinkCheckerParts parts_;
    LinkCheckerOptions options_;
    LinkProber prober_;
    LinkSelfGuard self_;
    // Hosts whose leases are ours, and when all of them were last prolonged.
    std::set<std::string> visiting_;
    Steady renewed_at_{};
    std::optional<Steady> counted_at_;
    std::optional<Steady> discovered_at_;
};

} // namespace moisson::monitor
