// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Answers of data-fair. Promises: what is received is never less than what is given, records are
// sound (records.hpp), and a canonical dataset read again is the same record.
#include "datafair/mapping.hpp"
#include "datafair/wire.hpp"
#include "fuzz/records.hpp"

namespace moisson::fuzz {

void datafair_wire(std::string_view input) {
    const auto body = json_body(input);
    if (!body)
        return;
    const datafair::ReadOptions options{"essai", {}};
    datafair::Owners owners;
    if (auto page = datafair::read_owners(*body))
        owners = std::move(page->owners);
    for (const auto& [id, owner] : owners)
        require(json::parse(owner).has_value(), "an owner is JSON");
    const MapRecord map = [](std::string_view canonical, std::vector<Issue>& issues) {
        return datafair::map_dataset(
            canonical,
            {"https://portail.exemple", "https://portail.exemple/data-fair/api/v1"},
            issues
        );
    };
    if (const auto page = datafair::read_datasets(*body, owners, options)) {
        require(
            page->received >= static_cast<std::int64_t>(page->records.size()),
            "a page gives no more than it received"
        );
        check_records(page->records, map);
        check_issues(page->issues);
        for (const kit::WireRecord& record : page->records) {
            datafair::WirePage again;
            datafair::read_dataset(record.canonical, {}, options, again);
            require(again.records.size() == 1, "a canonical dataset is a dataset");
            require(again.records[0].canonical == record.canonical, "canonical bytes are final");
        }
    }
    for (const std::string& id : datafair::ids_without_owner(*body))
        require_clean(id, "an id");
    if (const auto list = datafair::read_inventory(*body))
        for (const kit::InventoryEntry& entry : list->entries)
            require_clean(entry.stamp, "a stamp");
}

} // namespace moisson::fuzz
