// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/mapping.hpp"

#include "core/ascii.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "dcat/record.hpp"
#include "dcat/record_text.hpp"
#include "dcat/vocabulary.hpp"

namespace moisson::dcat {
namespace {

Issue map_issue(Code code, const RawRecord& record, std::string detail) {
    Issue issue(code, Stage::map, std::move(detail));
    issue.remote_id = record.remote_id;
    issue.remote_url = record.remote_url;
    return issue;
}

void map_pages(const MappingContext& context, RawRecord& record, std::vector<Issue>& issues) {
    if (record.landing_page.starts_with("www."))
        record.landing_page.insert(0, "http://");
    for (const std::string& page : {record.uri, record.landing_page, record.remote_id}) {
        const bool here = !context.host.empty() && host_of(page) == context.host;
        if (record.remote_url.empty() && here)
            record.remote_url = page;
    }
    if (record.landing_page.empty() || is_web_address(record.landing_page))
        return;
    const std::string shown(utf8_prefix(record.landing_page, 200));
    issues.push_back(map_issue(Code::bad_url, record, "landing page: " + shown));
    record.landing_page.clear();
}

template <class T>
void cut(
    std::vector<T>& list,
    std::size_t max,
    std::string_view what,
    const RawRecord& record,
    std::vector<Issue>& issues
) {
    if (list.size() <= max)
        return;
    std::string detail = std::to_string(list.size()) + " ";
    detail += what;
    issues.push_back(map_issue(Code::limit_reached, record, std::move(detail)));
    list.resize(max);
}

void bound(RawRecord& record, std::vector<Issue>& issues) {
    cut(record.keywords, limits::keywords, "keywords", record, issues);
    cut(record.themes, limits::keywords, "themes", record, issues);
    cut(record.contacts, limits::contacts, "contacts", record, issues);
    cut(record.distributions, limits::distributions, "files", record, issues);
    for (RawLocation& location : record.spatial) {
        if (location.geometry.size() <= limits::spatial_bytes)
            continue;
        const std::string bytes = std::to_string(location.geometry.size());
        issues.push_back(map_issue(Code::limit_reached, record, "a geometry of " + bytes + " bytes")
        );
        location.geometry.clear();
    }
}

} // namespace

std::string host_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return {};
    url.remove_prefix(scheme + 3);
    return ascii_lowered(url.substr(0, url.find_first_of("/?#")));
}

Result<RawRecord>
map_dataset(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues) {
    const Result<StoredRecord> stored = read_record_text(canonical);
    if (stored.has_error())
        return stored.error();
    RawRecord record = to_raw_record(stored->description, stored->dataset);
    record.remote_id = stored->remote_id;
    std::erase(record.identifiers, record.remote_id);
    map_pages(context, record, issues);
    if (record.title.empty())
        issues.push_back(map_issue(Code::missing_title, record, record.remote_id));
    bound(record, issues);
    return record;
}

} // namespace moisson::dcat
