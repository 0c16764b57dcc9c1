// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/whole_file.hpp"

#include "core/digest.hpp"
#include "monitor/link_format.hpp"
#include "monitor/link_judge.hpp"

namespace moisson::monitor {

std::vector<std::string> hashed_sources(const std::vector<Portal>& portals) {
    std::vector<std::string> out;
    for (const Portal& portal : portals)
        for (const Source& source : portal.sources)
            if (source.enabled && source.hash_files)
                out.push_back(source.key);
    return out;
}

bool whole_is_due(const LinkRecord& record, std::chrono::seconds every, Instant now) {
    // A web page changes all the time.
    if (record.found_format == "html")
        return false;
    return !record.whole_tried_at || now - *record.whole_tried_at >= every;
}

bool worth_reading(const LinkTarget& target, const ProbeResult& result, std::size_t bytes_max) {
    if (!target.whole || !expects_file(target) || result.found_format == "html")
        return false;
    // Warnings are left out: a certificate that nobody vouches for, a body that breaks off.
    if (class_of(result.code) != LinkClass::positive || result.code == LinkCode::ok_service)
        return false;
    if (result.length && *result.length > static_cast<std::int64_t>(bytes_max))
        return false;
    return result.etag.empty() || result.etag != target.whole_etag;
}

std::string sum_of_file(const LinkTarget& target, const net::Response& answer) {
    if (answer.status != 200 || !answer.digest || is_html(answer.headers, answer.body))
        return {};
    if (!works(judge(target, answer, false)))
        return {};
    return to_hex(answer.digest->sum);
}

} // namespace moisson::monitor
