// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Connector: what the harvest engine knows of a portal software. One room per software implements
// it: wire (bytes -> structs), mapping (structs -> RawRecord), connector (paging, the only I/O).
#pragma once

#include "async/asio.hpp"
#include "core/digest.hpp"
#include "core/result.hpp"
#include "model/harvest_run.hpp"
#include "model/issue.hpp"
#include "model/portal.hpp"
#include "model/raw_record.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::kit {

// One record as it came, before mapping. `canonical` is the bytes the digest covers and that are
// stored: the form that does not change with key order, page size or volatile keys (decision 23).
struct WireRecord {
    std::string remote_id;
    std::string canonical;
    Digest digest{};
    // Volatile counters that the canonical form leaves out: "views", "followers"...
    std::vector<std::pair<std::string, std::int64_t>> popularity;
    // Other name under which `list_ids` may give the record (CKAN slug); empty when there is none.
    std::string alias;
    // What the inventory of the source says of this version of the record; empty when unknown.
    std::string stamp;
};

// Where a crawl stands; opaque to the engine, stored with each page, enough to resume.
struct Cursor {
    std::string value; // empty = start

    bool operator==(const Cursor&) const = default;
};

struct Page {
    std::vector<WireRecord> records;
    // Issues of the page and of records that could not be read (with their remote_id if known).
    std::vector<Issue> issues;
    // Absent after the last page.
    std::optional<Cursor> next;
    std::optional<std::int64_t> advertised_count;
    // Items the page held at the source, refused and filtered ones included.
    std::int64_t received = 0;
    // Records that no request could get (bisection): the run owes a second pass by id list.
    std::int64_t skipped = 0;
    // Digest of what the page holds: two equal ones in a row are a loop.
    Digest body_digest{};
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
};

// What a source can do beside a full crawl; constant during the life of one connector.
struct Abilities {
    // `inventory` lists every record with a stamp, without bodies.
    bool inventory = false;
    // `fetch_since` gives what changed after an instant, without what disappeared.
    bool delta = false;
    // The records of `fetch` do not carry the stamps of the inventory.
    bool stamps_apart = false;
    // `list_ids` asks something else than the crawl does, or fails: it settles a count that the
    // crawl does not reach.
    bool ids_apart = false;
    // What one request brings: bodies asked by id, and records of a full crawl.
    int bodies_per_request = 50;
    int records_per_request = 100;

    bool operator==(const Abilities&) const = default;
};

// One record of an inventory. Two equal stamps, not empty, say that the body need not be fetched.
// The text is the connector's own ("2026-01-31T10:00:00"): compared, never read.
struct InventoryEntry {
    std::string remote_id;
    std::string alias;
    std::string stamp;

    bool operator==(const InventoryEntry&) const = default;
};

// A page of an inventory; the members mean what they mean in Page.
struct InventoryPage {
    std::vector<InventoryEntry> entries;
    std::vector<Issue> issues;
    std::optional<Cursor> next;
    std::optional<std::int64_t> advertised_count;
    std::int64_t received = 0;
    Digest body_digest{};
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
};

struct Probe {
    // "CKAN", "2.9.5"; empty when the portal does not say.
    std::string software;
    std::string version;
    std::string title;
    std::optional<std::int64_t> advertised_count;
    std::optional<Instant> certificate_expires;
    // Text that changes whenever the catalogue does, as far as the portal tells; compared, never
    // read. Empty when it cannot say.
    std::string mark;
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
    // The first page tells this cost again: it is what the probe read.
    bool first_page_pays = false;
};

class Connector {
public:
    Connector() = default;
    Connector(const Connector&) = delete;
    Connector& operator=(const Connector&) = delete;
    virtual ~Connector() = default;

    // Id scheme of decision 16, e.g. "ckan".
    virtual std::string_view scheme() const = 0;
    // Grows when the mapping changes: part of the mapping version (decision 9).
    virtual int mapping_version() const = 0;

    // Before `probe`: the mark of a catalogue that need not be read again. A source that can ask
    // "is it still this one?" does so, and may then know nothing but that it is.
    virtual void remember(std::string mark);
    // Cheap: is the portal there, what runs it, how many records. One or two requests.
    virtual asio::awaitable<Result<Probe>> probe() = 0;
    // One page. A Result error is a page that could not be had at all; a bad record is an issue.
    // Called again with the same cursor after a crash: no state between calls but the cursor.
    virtual asio::awaitable<Result<Page>> fetch(Cursor cursor) = 0;
    // Bodies of these records (inventory mode, second pass). Ids that answer 404 or 410 while their
    // siblings answer are reported with Code::not_found issues.
    virtual asio::awaitable<Result<Page>> fetch_records(std::vector<std::string> remote_ids) = 0;
    // All ids the source lists, for the second pass of completeness (decision 3).
    virtual asio::awaitable<Result<std::vector<std::string>>> list_ids() = 0;

    // Nothing beside a full crawl unless the connector says so.
    virtual Abilities abilities() const { return {}; }
    // Inventory mode: one page of ids and stamps of everything the source lists, under the same
    // rules as `fetch`. What changed is then asked with `fetch_records`, what is gone is absent.
    // INVALID_ARGUMENT unless abilities().inventory.
    virtual asio::awaitable<Result<InventoryPage>> inventory(Cursor cursor);
    // Delta mode: one page of the records that changed at or after `since`; older ones may be among
    // them. Never tells of deletions: the ids it gives are no base for reconciliation.
    // INVALID_ARGUMENT unless abilities().delta.
    virtual asio::awaitable<Result<Page>> fetch_since(Instant since, Cursor cursor);

    // Pure, thread-safe, no I/O: canonical bytes -> RawRecord, with issues of stage `map`.
    // Works on stored canonical bytes too (normalising again without the network).
    virtual Result<RawRecord> map(std::string_view canonical, std::vector<Issue>& issues) const = 0;
};

} // namespace moisson::kit
