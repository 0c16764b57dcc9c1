// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// LinkStore: what the link checker needs of PostgreSQL. Hosts are claimed with a lease, their due
// links come with them, verdicts are written in one transaction that first looks whether the lease
// still stands (decision 17). Memories and probes are JSON of the caller's, not read here. Results:
// STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/uuid.hpp"
#include "model/ids.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::store {

class Database;

struct DueLink {
    Uuid id;
    std::string url;
    std::string state;
    std::optional<Instant> since;
    // No distribution offers it any more.
    bool orphan = false;
    std::string format;
    char family = '\0';
    // As stored: what was concluded last, from what, and when.
    std::string code;
    std::optional<Instant> checked_at;
    std::optional<Instant> failed_at;
    std::string redirect_to;
    // JSON; empty when never probed.
    std::string memory;
    std::string probes;
    // One of ClaimOptions::hashed_sources offers it.
    bool hashed = false;
};

struct DueHost {
    std::string host;
    // Names the lease when verdicts are written.
    std::int64_t claim = 0;
    std::string state;
    std::optional<Instant> since;
    std::string memory;
    std::vector<DueLink> links;
};

struct ClaimOptions {
    std::string holder;
    int hosts = 100;
    int links_per_host = 20;
    std::chrono::seconds lease{180};
    // Keys of the sources whose files are read whole.
    std::vector<std::string> hashed_sources;
};

struct LinkVerdict {
    Uuid id;
    std::string state;
    std::optional<Instant> since;
    std::string standing;
    // What the state was concluded from, and when that was last seen: a look that concludes nothing
    // leaves both as they were.
    std::string code;
    std::optional<Instant> checked_at;
    Instant due_at{};
    // When it last failed; nothing once it works.
    std::optional<Instant> failed_at;
    std::string redirect_to;
    std::string memory;
    std::string probes;
    // The standing is another one than before: its datasets are rolled up again.
    bool standing_changed = false;
    // An outage begins or ends with it.
    bool broke = false;
    bool mended = false;
};

struct HostVerdict {
    std::string host;
    std::string holder;
    std::int64_t claim = 0;
    std::string state;
    std::optional<Instant> since;
    std::string memory;
    // Not before; nothing: when its next link is due.
    std::optional<Instant> not_before;
    // Kind of the event that tells of a new state ("link.host_down"); empty = none.
    std::string event;
    // Code with which its links become BROKEN in one go; empty = none. All of them, or those that
    // failed since `since`.
    std::string condemn;
    bool condemn_all = false;
};

struct VerdictOutcome {
    // False: the lease was over, nothing was written.
    bool written = false;
    // Datasets whose signal changed.
    std::int64_t datasets = 0;
};

class LinkStore {
public:
    LinkStore() = default;
    LinkStore(const LinkStore&) = delete;
    LinkStore& operator=(const LinkStore&) = delete;
    virtual ~LinkStore() = default;

    // Makes the hosts of links that were never looked at due, unless they pause; returns how many.
    virtual asio::awaitable<Result<std::int64_t>> discover() = 0;
    // The due links of each host; of a host in a state, candidates for its canaries, due or not,
    // those that last worked first.
    virtual asio::awaitable<Result<std::vector<DueHost>>> claim(ClaimOptions options) = 0;
    // Gives the host back with what was learned of it and its links.
    virtual asio::awaitable<Result<VerdictOutcome>>
    write(HostVerdict host, std::vector<LinkVerdict> links) = 0;
    // Prolongs the leases of those hosts that the holder still has; how many.
    virtual asio::awaitable<Result<std::int64_t>>
    renew(std::string holder, std::vector<std::string> hosts, std::chrono::seconds lease) = 0;
    // Gives back every host of the holder as it was claimed: its work is not finished.
    virtual asio::awaitable<Result<std::int64_t>> release(std::string holder) = 0;
    // Rolls up datasets that were harvested since the last call, at most `changes`; returns how
    // many changes it looked at.
    virtual asio::awaitable<Result<std::int64_t>> follow(int changes) = 0;
    // Links by state, for metrics.
    virtual asio::awaitable<Result<std::vector<std::pair<std::string, std::int64_t>>>> states() = 0;
};

std::unique_ptr<LinkStore> make_link_store(Database& database);

// -- for readers -------------------------------------------------------------------------------

// One distribution's link, as stored.
struct LinkReport {
    DistributionId distribution;
    int position = 0;
    std::string url;
    // Empty: not one that is checked.
    std::string state;
    std::string standing;
    std::string code;
    std::optional<Instant> since;
    std::optional<Instant> checked_at;
    std::optional<Instant> due_at;
    std::string redirect_to;
    // JSON array, newest first; empty when never probed.
    std::string probes;
    // '', HOST_DOWN, HOST_BLOCKED, HOST_MOVED
    std::string host_state;
    // It answered once, is refused (403) for a fortnight, and other files of its host answer.
    bool withdrawn = false;
    // As the record declares it, and as it was when the file was last read whole: SHA-256,
    // hexadecimal, empty when it never was. The living copy of a BROKEN one is found by either.
    std::string checksum;
    std::string checksum_algorithm;
    std::string sha256;
    std::optional<Instant> hashed_at;
    // When the file was last seen to be another one.
    std::optional<Instant> content_changed_at;
    std::string copy_url;
    std::string copy_dataset_slug;
};

// Whether the file that was read is the one that the record declares; nothing where the two cannot
// be compared.
std::optional<bool> is_as_declared(const LinkReport& link);

// Blocking, on a db thread. In the order of positions.
class Connection;
std::vector<LinkReport> read_links(Connection& connection, const Uuid& dataset);

} // namespace moisson::store
