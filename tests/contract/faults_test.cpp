// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every fault of the simulator, met by every connector: it ends in the code that the simulator's
// table gives, or does no harm at all. What a whole installation makes of them with CKAN is
// tests/acceptance/faults.py; what no connector can see (deletions of a second run) is left to it.
#include "contract/contract.hpp"
#include "kit/paging.hpp"
#include "normalise/normalise.hpp"
#include "portals/faults.hpp"
#include "settings/vocabularies.hpp"

#include <array>
#include <set>
#include <string_view>

namespace moisson::contract {
namespace {

constexpr std::uint64_t records = 60;

// What a reader may say of a body that is another format's, or no format's.
const std::set<Code> unreadable = {
    Code::not_json,
    Code::parse_json,
    Code::parse_xml,
    Code::parse_rdf,
    Code::bad_shape,
    Code::api_error,
    Code::truncated};

// Codes of the run beside those of its pages, as the engine finds them.
std::set<Code> codes_of(const Crawl& crawl, const kit::Connector& connector) {
    static const auto vocabularies =
        settings::load_vocabularies(MOISSON_SOURCE_DIR "/config/vocabularies").vocabularies;
    normalise::NormaliseContext context;
    context.vocabularies = vocabularies;
    context.portal_key = "essai";
    context.id_scheme = "essai";
    context.base_url = "https://portail.exemple/";
    context.now = Instant(std::chrono::sys_days(std::chrono::days(20'500)));
    std::set<Code> codes;
    std::vector<Issue> issues = crawl.issues;
    std::set<std::string> ids;
    for (const kit::WireRecord& record : crawl.records) {
        if (!ids.insert(record.remote_id).second)
            codes.insert(Code::dup_id);
        const Result<RawRecord> raw = connector.map(record.canonical, issues);
        if (raw.has_error()) {
            codes.insert(raw.error().code);
            continue;
        }
        for (const Issue& issue : normalise::normalise(*raw, context).issues)
            issues.push_back(issue);
    }
    for (const Issue& issue : issues)
        codes.insert(issue.code);
    if (crawl.error)
        codes.insert(crawl.error->code);
    if (crawl.advertised && *crawl.advertised != crawl.received)
        codes.insert(Code::count_mismatch);
    return codes;
}

std::set<Code> expected_of(const portals::Fault& fault, const std::string& kind) {
    std::set<Code> codes;
    std::string_view rest = fault.expected_code;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('|'), rest.size());
        if (const auto code = code_from_string(rest.substr(0, end)))
            codes.insert(*code);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    // The table is written for CKAN: its errors and its JSON mean nothing to other kinds.
    if (kind != "ckan" && std::any_of(codes.begin(), codes.end(), [](Code code) {
            return unreadable.contains(code);
        }))
        codes.insert(unreadable.begin(), unreadable.end());
    // The first page under every address says itself what follows: its records come twice.
    if (kind == "dcat" && fault.name == "boucle")
        codes.insert({Code::dup_id, Code::count_mismatch});
    // PHP cuts the page that holds a record which it cannot encode.
    if (kind != "ckan" && fault.name == "poison")
        codes.insert(Code::truncated);
    return codes;
}

// Gigabytes are for sockets: here a bomb that is twice what a page may hold does.
std::string lighter(std::string_view script) {
    std::string text(script);
    const std::string giga = "\"gzip_bomb\", \"bytes\": 1073741824";
    if (const auto at = text.find(giga); at != std::string::npos)
        text.replace(at, giga.size(), "\"gzip_bomb\", \"bytes\": 134217728");
    return text;
}

// Quoted JSON, JSON with something behind it and escapes of JSON are no slips of a portal that
// speaks XML or RDF.
bool concerns(const portals::Fault& fault, bool speaks_json) {
    constexpr std::array<std::string_view, 4> of_json =
        {"json-cite", "commentaire-final", "nul", "demi-paire"};
    return speaks_json || std::find(of_json.begin(), of_json.end(), fault.name) == of_json.end();
}

std::string names_of(const std::set<Code>& codes) {
    std::string names;
    for (const Code code : codes)
        names += std::string(names.empty() ? "" : "|") + std::string(to_string(code));
    return names.empty() ? "nothing" : names;
}

// Requests of a healthy crawl for its pages, whatever came before the first.
std::size_t pages_asked(const WireClient& client) {
    std::set<std::string> urls;
    for (const net::Request& request : client.requests)
        urls.insert(request.url + request.body);
    return urls.size();
}

TEST_P(Contract, EveryFaultEndsInItsCodeOrDoesNoHarm) {
    WireClient sound = portal(records);
    const Crawl healthy = crawl(sound, 20);
    const Result<net::Response> first = testing::run_coro(sound.send(sound.requests.front()));
    ASSERT_TRUE(first.has_value());
    const bool is_document = healthy.pages > 1 && pages_asked(sound) == 1;
    const bool speaks_json = first->body.find_first_of("{[") == 0;
    const auto mapper = connector(sound);
    const std::set<Code> usual = codes_of(healthy, *mapper);
    for (const portals::Fault& fault : portals::all_faults()) {
        if (fault.second_run || !concerns(fault, speaks_json))
            continue;
        SCOPED_TRACE(std::string(fault.name) + ": " + std::string(fault.description));
        portals::PortalOptions options;
        options.key = "essai";
        options.tls = fault.tls;
        options.reach = fault.reach;
        options.script = portals::Script::from_text(lighter(fault.script));
        WireClient http(protocol(records), std::move(options));
        kit::LoopGuard guard;
        // What connectors of other portals keep in memory is not for this one.
        const kit::Registry registry = settings::make_registry();
        const Crawl met = testing::crawl(
            [&] { return connector(registry, http, 20); },
            200,
            {},
            [&](const kit::Cursor& cursor, const kit::Page& page) {
                return guard.check(cursor, page);
            }
        );
        const std::set<Code> codes = codes_of(met, *mapper);
        const std::set<Code> expected = expected_of(fault, kind());
        const bool told = std::any_of(codes.begin(), codes.end(), [&](Code code) {
            return expected.contains(code);
        });
        // A patch of a CKAN package makes another honest record in other protocols.
        const bool is_patch = fault.script.find("\"patch\"") != std::string_view::npos;
        const bool same = kind() != "ckan" && is_patch
                              ? met.digests.size() == records
                              : met.digests == healthy.digests && codes == usual;
        const bool harmless = !met.error && same && met.received == healthy.received;
        // What a document leaves out, or a page that is asked by its number, can be missed only by
        // its count.
        const bool counted = codes.contains(Code::count_mismatch) ||
                             (is_document && !met.advertised) ||
                             (is_document && met.advertised == met.received);
        EXPECT_TRUE(told || harmless || (expected.empty() && kind() != "ckan" && counted))
            << "expected " << names_of(expected) << ", got " << names_of(codes) << ", "
            << met.digests.size() << " records; " << described(met.error);
        EXPECT_LT(http.requests.size(), 2'000U) << "a fault is not an invitation to ask for ever";
        switch (fault.records) {
        case portals::RecordsExpected::all:
            EXPECT_TRUE(met.digests.size() == records || counted) << met.digests.size();
            break;
        case portals::RecordsExpected::all_but_few:
            // Where pages cannot be asked in pieces the page is lost, and said.
            EXPECT_TRUE(met.digests.size() >= records - 6 || (kind() != "ckan" && met.error))
                << met.digests.size();
            break;
        case portals::RecordsExpected::part:
        case portals::RecordsExpected::kept:
            EXPECT_TRUE(harmless || met.error.has_value() || !met.issues.empty() || told)
                << "what is missing is said";
            break;
        }
    }
}

} // namespace
} // namespace moisson::contract
