// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Answers of udata. Promises: what is received is never less than what is given, records are sound
// (records.hpp), and a canonical dataset read again is the same record.
#include "fuzz/records.hpp"
#include "udata/mapping.hpp"
#include "udata/wire.hpp"

namespace moisson::fuzz {

void udata_wire(std::string_view input) {
    const auto body = json_body(input);
    if (!body)
        return;
    const udata::ReadOptions options{"essai", {}};
    const MapRecord map = [](std::string_view canonical, std::vector<Issue>& issues) {
        return udata::map_dataset(canonical, {"https://portail.exemple"}, issues);
    };
    if (const auto page = udata::read_datasets(*body, options)) {
        require(
            page->received >= static_cast<std::int64_t>(page->records.size()),
            "a page gives no more than it received"
        );
        check_records(page->records, map);
        check_issues(page->issues);
        require_clean(page->ids, "the ids of a page");
        for (const kit::WireRecord& record : page->records) {
            udata::WirePage again;
            udata::read_dataset(record.canonical, options, again);
            require(again.records.size() == 1, "a canonical dataset is a dataset");
            require(again.records[0].canonical == record.canonical, "canonical bytes are final");
        }
    }
    if (const auto listing = udata::read_listing(*body)) {
        require(
            listing->received >= static_cast<std::int64_t>(listing->entries.size()),
            "a list gives no more than it received"
        );
        for (const kit::InventoryEntry& entry : listing->entries) {
            require(!entry.remote_id.empty(), "an entry has an id");
            require_clean(entry.remote_id, "an id");
            require_clean(entry.stamp, "a stamp");
        }
    }
    if (const auto site = udata::read_site(*body)) {
        require_clean(site->title, "a title");
        require_clean(site->version, "a version");
    }
}

} // namespace moisson::fuzz
