// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Answers of Opendatasoft. Promises: spans lie inside the body, a page gives no more than it was
// asked for, records are sound (records.hpp), and a canonical dataset read again is the same
// record.
#include "fuzz/records.hpp"
#include "opendatasoft/mapping.hpp"
#include "opendatasoft/wire.hpp"

namespace moisson::fuzz {

void opendatasoft_wire(std::string_view input) {
    net::Response response;
    response.status = 200;
    response.body = std::string(input);
    response.url = "https://portail.exemple/api/explore/v2.1/catalog/datasets";
    const auto document = opendatasoft::open_document(std::move(response));
    if (document.has_error())
        return;
    const opendatasoft::Document& opened = **document;
    require_clean(opened.body, "a body");
    check_issues(opened.issues);
    const std::string_view whole = opened.body;
    for (const kit::JsonSpan& span : opened.datasets)
        require(
            span.offset + span.bytes.size() <= whole.size() &&
                whole.substr(span.offset, span.bytes.size()) == span.bytes,
            "a span lies where it says"
        );
    const opendatasoft::ReadOptions options{"essai", {}};
    const auto page = opendatasoft::read_datasets(opened, 0, opened.datasets.size(), options);
    require(
        page.received == static_cast<std::int64_t>(opened.datasets.size()),
        "every dataset counts"
    );
    const MapRecord map = [](std::string_view canonical, std::vector<Issue>& issues) {
        return opendatasoft::map_dataset(canonical, {"https://portail.exemple"}, issues);
    };
    check_records(page.records, map);
    check_issues(page.issues);
    for (const kit::WireRecord& record : page.records) {
        opendatasoft::WirePage again;
        opendatasoft::read_dataset(record.canonical, options, again);
        require(again.records.size() == 1, "a canonical dataset is a dataset");
        require(again.records[0].canonical == record.canonical, "canonical bytes are final");
    }
    std::vector<Issue> told;
    for (const kit::InventoryEntry& entry : opendatasoft::read_inventory(opened, told))
        require_clean(entry.stamp, "a stamp");
}

} // namespace moisson::fuzz
