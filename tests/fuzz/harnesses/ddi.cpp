// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DDI Codebooks. Promises: what is read is JSON within our limits, and completes a row to a sound
// record (records.hpp).
#include "nada/ddi.hpp"

#include "core/digest.hpp"
#include "fuzz/records.hpp"
#include "kit/xml_body.hpp"
#include "nada/mapping.hpp"
#include "nada/wire.hpp"

namespace moisson::fuzz {

void ddi(std::string_view input) {
    std::string body(input);
    std::vector<Issue> issues;
    if (kit::prepare_xml_body(body, "https://portail.exemple/ddi/1", issues).has_error())
        return;
    require_clean(body, "a prepared body");
    const Result<json::Value> description = nada::study_desc_of_ddi(body);
    if (description.has_value())
        require(json::parse(json::dump(*description)).has_value(), "the description is JSON");
    kit::WireRecord row;
    row.remote_id = "SEN-1";
    row.canonical = R"({"id":"1","idno":"SEN-1","title":"Enquête"})";
    row.digest = sha256(row.canonical);
    const Result<kit::WireRecord> record = nada::read_ddi(row, body);
    if (record.has_value())
        check_record(*record, [](std::string_view canonical, std::vector<Issue>& told) {
            return nada::map_study(canonical, {"https://portail.exemple"}, told);
        });
}

} // namespace moisson::fuzz
