// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// data.json documents. Promises: each record is counted once with an id of its own, is sound
// (records.hpp) or says why it cannot be read.
#include "datajson/mapping.hpp"
#include "datajson/wire.hpp"
#include "fuzz/records.hpp"

#include <set>

namespace moisson::fuzz {

void datajson_wire(std::string_view input) {
    kit::Document document;
    document.body = std::string(input);
    document.url = "https://portail.exemple/data.json";
    const auto read = datajson::read_document(std::move(document), {"essai", {}});
    if (read.has_error())
        return;
    const kit::DocumentContents& contents = **read;
    check_issues(contents.issues);
    const MapRecord map = [](std::string_view canonical, std::vector<Issue>& issues) {
        return datajson::map_dataset(canonical, {"essai", "portail.exemple"}, issues);
    };
    std::set<std::string_view> ids;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        if (!contents.id(i).empty())
            require(ids.insert(contents.id(i)).second, "an id is counted once");
        kit::Page page;
        contents.read(i, page);
        require(page.records.size() <= 1, "a record is one record");
        require(!page.records.empty() || !page.issues.empty(), "what is left out is said");
        check_records(page.records, map);
        check_issues(page.issues);
        for (const kit::WireRecord& record : page.records)
            require(record.remote_id == contents.id(i), "a record has the id it was counted under");
    }
}

} // namespace moisson::fuzz
