// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Answers of catalogue services. Promises: one stamp for each record, what is received is never
// less than what is given, positions and counts are not negative, records are sound (records.hpp).
#include "csw/mapping.hpp"
#include "csw/wire.hpp"
#include "fuzz/records.hpp"
#include "kit/xml_body.hpp"

namespace moisson::fuzz {

void csw_wire(std::string_view input) {
    std::string body(input);
    std::vector<Issue> issues;
    if (kit::prepare_xml_body(body, "https://portail.exemple/csw", issues).has_error())
        return;
    require_clean(body, "a prepared body");
    check_issues(issues);
    const csw::ReadOptions options{"essai", {}};
    const MapRecord map = [](std::string_view canonical, std::vector<Issue>& told) {
        return csw::map_record(canonical, {"essai", "https://portail.exemple/csw"}, told);
    };
    for (const bool alone : {false, true}) {
        const auto page =
            alone ? csw::read_record_document(body, options) : csw::read_records(body, options);
        if (page.has_error())
            continue;
        require(page->stamps.size() == page->records.size(), "a stamp for each record");
        require(
            page->received >= static_cast<std::int64_t>(page->records.size()),
            "a page gives no more than it received"
        );
        require(!page->matched || *page->matched >= 0, "a count is not negative");
        require(!page->next_record || *page->next_record >= 0, "a position is not negative");
        check_records(page->records, map);
        check_issues(page->issues);
    }
    if (const auto capabilities = csw::read_capabilities(body)) {
        require_clean(capabilities->title, "a title");
        require_clean(capabilities->version, "a version");
    }
}

} // namespace moisson::fuzz
