// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Answers of CKAN. Promises: what is received is never less than what is given, records are sound
// (records.hpp), and a canonical package read again is the same record.
#include "ckan/mapping.hpp"
#include "ckan/wire.hpp"
#include "fuzz/records.hpp"

namespace moisson::fuzz {

void ckan_wire(std::string_view input) {
    const auto body = json_body(input);
    if (!body)
        return;
    const ckan::ReadOptions options{"essai", {}};
    const MapRecord map = [](std::string_view canonical, std::vector<Issue>& issues) {
        return ckan::map_package(canonical, {"essai", "https://portail.exemple"}, issues);
    };
    if (const auto page = ckan::read_packages(*body, options)) {
        require(
            page->received >= static_cast<std::int64_t>(page->records.size()),
            "a page gives no more than it received"
        );
        check_records(page->records, map);
        check_issues(page->issues);
        for (const kit::WireRecord& record : page->records) {
            ckan::WirePage again;
            ckan::read_package(record.canonical, options, again);
            require(again.records.size() == 1, "a canonical package is a package");
            require(again.records[0].canonical == record.canonical, "canonical bytes are final");
        }
    }
    if (const auto status = ckan::read_status(*body)) {
        require_clean(status->version, "a version");
        require_clean(status->title, "a title");
    }
    if (const auto listing = ckan::read_ids(*body))
        for (const std::string& id : listing->ids)
            require_clean(id, "an id");
}

} // namespace moisson::fuzz
