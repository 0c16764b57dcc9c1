// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The links of a dataset for readers, with the living copies of what is broken.
#include "core/ascii.hpp"
#include "store/connection.hpp"
#include "store/link_store.hpp"

#include <algorithm>

namespace moisson::store {
namespace {

// $1 dataset.
constexpr const char* select_links = R"sql(
select t.id, t.position, t.url, coalesce(l.state, ''), coalesce(l.standing, ''),
    coalesce(l.code, ''), l.since, l.checked_at, l.due_at, coalesce(l.redirect_to, ''),
    coalesce(m.probes::text, ''), coalesce(h.state, ''), coalesce(t.metadata ->> 'checksum', ''),
    coalesce(l.state = 'RESTRICTED' and l.code = 'forbidden_403' and coalesce(h.state, '') = ''
        and m.memory ->> 'last_positive' is not null
        and exists (select from (select o.standing from link o where o.host = l.host limit 200) o
                    where o.standing = 'ok'), false),
    coalesce(t.metadata ->> 'checksum_algorithm', ''), coalesce(m.memory ->> 'sha256', ''),
    coalesce(m.memory ->> 'hashed_at', ''), coalesce(m.memory ->> 'content_changed_at', '')
from distribution t left join link l on l.id = t.link left join link_memory m on m.link = t.link
left join link_host h on h.host = l.host
where t.dataset = $1 order by t.position limit 1000)sql";

// $1 dataset. Files that work, of the other members of its cluster, closest to the producer first.
constexpr const char* select_copies = R"sql(
select t.url, d.slug, coalesce(t.metadata ->> 'checksum', ''), coalesce(k.memory ->> 'sha256', '')
from cluster_member m join cluster c on c.id = m.cluster
join cluster_member o on o.cluster = m.cluster and o.dataset <> m.dataset
join dataset d on d.id = o.dataset and d.state = 'active'
join distribution t on t.dataset = d.id join link l on l.id = t.link and l.standing = 'ok'
left join link_memory k on k.link = l.id
where m.dataset = $1 and not exists (
    select from takedown x where x.lifted_at is null
        and (x.kind <> 'distribution' and x.scope in (d.id, d.publisher) or x.subject = t.id))
order by (d.id = c.canonical) desc, d.id, t.position limit 1000)sql";

struct Copy {
    std::string url;
    std::string slug;
    std::string checksum;
    std::string sha256;
};

// "population.csv"; empty for what is no name of a file.
std::string file_name(std::string_view url) {
    const std::string_view path = url.substr(0, url.find_first_of("?#"));
    const std::size_t slash = path.rfind('/');
    std::string name =
        ascii_lowered(slash == std::string_view::npos ? path : path.substr(slash + 1));
    const std::size_t dot = name.find('.');
    return dot == std::string::npos || dot == 0 ? std::string() : name;
}

std::vector<Copy> read_copies(Connection& connection, const Uuid& dataset) {
    const Rows rows = connection.exec_prepared(select_copies, Params(dataset));
    std::vector<Copy> out;
    for (int i = 0; i < rows.size(); ++i)
        out.push_back({rows.str(i, 0), rows.str(i, 1), rows.str(i, 2), rows.str(i, 3)});
    return out;
}

// By what is declared of either or was read of it: sums of other kinds have other lengths.
bool has_same_bytes(const LinkReport& link, const Copy& copy) {
    const auto is_of_copy = [&copy](const std::string& sum) {
        return !sum.empty() && (sum == copy.checksum || sum == copy.sha256);
    };
    return is_of_copy(link.checksum) || is_of_copy(link.sha256);
}

bool has_same_name(const LinkReport& link, const Copy& copy) {
    const std::string name = file_name(link.url);
    return !name.empty() && name == file_name(copy.url);
}

// Bytes say more than a name; null when there is none.
const Copy* find_copy(const LinkReport& link, const std::vector<Copy>& copies) {
    for (const auto is_copy : {has_same_bytes, has_same_name})
        for (const Copy& copy : copies)
            if (copy.url != link.url && is_copy(link, copy))
                return &copy;
    return nullptr;
}

} // namespace

std::optional<bool> is_as_declared(const LinkReport& link) {
    if (link.sha256.empty() || link.checksum_algorithm != "sha256")
        return std::nullopt;
    return link.sha256 == link.checksum;
}

std::vector<LinkReport> read_links(Connection& connection, const Uuid& dataset) {
    const Rows rows = connection.exec_prepared(select_links, Params(dataset));
    std::vector<LinkReport> out;
    bool broken = false;
    for (int i = 0; i < rows.size(); ++i) {
        LinkReport& link = out.emplace_back();
        link.distribution = DistributionId(rows.uuid(i, 0));
        link.position = static_cast<int>(rows.int64(i, 1));
        link.url = rows.str(i, 2);
        link.state = rows.str(i, 3);
        link.standing = rows.str(i, 4);
        link.code = rows.str(i, 5);
        link.since = rows.optional_instant(i, 6);
        link.checked_at = rows.optional_instant(i, 7);
        link.due_at = rows.optional_instant(i, 8);
        link.redirect_to = rows.str(i, 9);
        link.probes = rows.str(i, 10);
        link.host_state = rows.str(i, 11);
        link.checksum = rows.str(i, 12);
        link.withdrawn = rows.boolean(i, 13);
        link.checksum_algorithm = rows.str(i, 14);
        link.sha256 = rows.str(i, 15);
        link.hashed_at = from_iso8601(rows.text(i, 16));
        link.content_changed_at = from_iso8601(rows.text(i, 17));
        broken = broken || link.standing == "broken";
    }
    if (!broken)
        return out;
    const std::vector<Copy> copies = read_copies(connection, dataset);
    for (LinkReport& link : out) {
        if (link.standing != "broken")
            continue;
        const Copy* found = find_copy(link, copies);
        if (found == nullptr)
            continue;
        link.copy_url = found->url;
        link.copy_dataset_slug = found->slug;
    }
    return out;
}

} // namespace moisson::store
