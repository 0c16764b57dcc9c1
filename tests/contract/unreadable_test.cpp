// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// An entry that cannot be read is no record that disappeared: the crawl says that it is not whole,
// and the list of ids, which the second pass asks for, has no hole that nobody tells of.
#include "contract/contract.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <set>

namespace moisson::contract {
namespace {

using Json = nlohmann::ordered_json;

// What the simulated portals of a kind know their records by.
std::vector<std::string> id_keys(const std::string& kind) {
    if (kind == "opendatasoft")
        return {"dataset_uid", "dataset_id", "datasetid"};
    if (kind == "nada")
        return {"idno"};
    if (kind == "datajson")
        return {"identifier"};
    if (kind == "json")
        return {"reference"};
    return {"id"};
}

// The entry that holds the id: some lists wrap it.
Json* entry_with(Json& element, const std::vector<std::string>& keys) {
    if (!element.is_object())
        return nullptr;
    for (const std::string& key : keys) {
        if (element.contains(key))
            return &element;
    }
    if (const auto inner = element.find("dataset"); inner != element.end())
        return entry_with(*inner, keys);
    return nullptr;
}

// The first list whose elements are records, wherever it is.
Json* list_in(Json& value, const std::vector<std::string>& keys, int depth = 0) {
    if (depth > 3)
        return nullptr;
    if (value.is_array() && value.size() > 1 && entry_with(value.front(), keys) != nullptr)
        return &value;
    if (value.is_object()) {
        for (auto& member : value.items()) {
            if (Json* list = list_in(member.value(), keys, depth + 1); list != nullptr)
                return list;
        }
    }
    return nullptr;
}

using Damage = std::function<void(Json& element, const std::vector<std::string>& keys)>;

// A portal whose lists have a bad first entry, on every page.
class DamagedPortal final : public net::HttpClient {
public:
    DamagedPortal(WireClient& inner, std::string kind, Damage damage)
        : inner_(inner), keys_(id_keys(kind)), damage_(std::move(damage)) {}

    asio::awaitable<Result<net::Response>> send(net::Request request) override {
        // What was read of the healthy portal is not this one's.
        request.etag.clear();
        request.last_modified.clear();
        Result<net::Response> response = co_await inner_.send(std::move(request));
        if (response.has_value()) {
            response->headers.clear();
            spoil(response->body);
        }
        co_return response;
    }

    int spoiled = 0;

private:
    void spoil(std::string& body) {
        Json whole = Json::parse(body, nullptr, false);
        if (whole.is_discarded())
            return spoil_xml(body);
        Json* list = list_in(whole, keys_);
        if (list == nullptr)
            return;
        damage_(list->front(), keys_);
        body = whole.dump();
        ++spoiled;
    }

    void spoil_xml(std::string& body) {
        for (const std::string name : {"gmd:MD_Metadata", "csw:Record", "csw:BriefRecord"}) {
            const std::string close = "</" + name + ">";
            const std::size_t begin = body.find("<" + name);
            const std::size_t end = body.find(close);
            if (begin >= end || end == std::string::npos)
                continue;
            body.replace(begin, end + close.size() - begin, "<x/>");
            ++spoiled;
            return;
        }
    }

    WireClient& inner_;
    std::vector<std::string> keys_;
    Damage damage_;
};

class Unreadable : public Contract {
protected:
    // What the engine would take for gone: ids of the catalogue that neither the crawl nor an issue
    // accounts for, although nothing says that the crawl is not whole.
    void expect_nothing_lost(const Damage& damage, const char* what) {
        SCOPED_TRACE(what);
        WireClient healthy = portal(60);
        const std::vector<std::string> all = ids_of(crawl(healthy));
        ASSERT_EQ(all.size(), 60U);
        WireClient wire = portal(60);
        DamagedPortal http(wire, kind(), damage);
        const Crawl met = crawl(http);
        ASSERT_GT(http.spoiled, 0);
        ASSERT_FALSE(met.error.has_value()) << described(met.error);
        std::set<std::string> accounted;
        for (const auto& [id, digest] : met.digests) {
            accounted.insert(id);
            EXPECT_TRUE(std::find(all.begin(), all.end(), id) != all.end()) << "made up: " << id;
        }
        for (const Issue& issue : met.issues)
            accounted.insert(issue.remote_id);
        const bool whole = std::all_of(all.begin(), all.end(), [&](const std::string& id) {
            return accounted.contains(id);
        });
        EXPECT_LT(met.digests.size(), all.size());
        EXPECT_FALSE(met.issues.empty()) << "what is not read is told";
        if (whole)
            return;
        EXPECT_GT(met.skipped, 0);
        const auto one = connector(http);
        asio::io_context context(1);
        const auto listed = testing::run_coro(context, one->list_ids(), std::chrono::seconds(60));
        if (listed.has_error())
            return;
        for (const std::string& id : all)
            EXPECT_TRUE(std::find(listed->begin(), listed->end(), id) != listed->end())
                << "the id list lost " << id;
    }
};

TEST_P(Unreadable, AnEntryThatIsNoRecordHidesNone) {
    // A graph has no entries, only statements.
    if (kind() == "dcat")
        return;
    expect_nothing_lost([](Json& element, const auto&) { element = "x"; }, "a text");
    if (kind() == "csw")
        return;
    expect_nothing_lost([](Json& element, const auto&) { element = Json::object(); }, "nothing");
}

TEST_P(Unreadable, AnIdOfAnotherTypeMakesNoNewRecord) {
    // XML has no other type than text.
    if (kind() == "dcat" || kind() == "csw")
        return;
    const auto with_id = [](const Json& id) {
        return [id](Json& element, const std::vector<std::string>& keys) {
            Json* entry = entry_with(element, keys);
            for (const std::string& key : keys) {
                if (entry->contains(key))
                    (*entry)[key] = id;
            }
        };
    };
    expect_nothing_lost(with_id(Json::object({{"a", 1}})), "an object");
    // People leave identifiers out of their files; programs that list their records do not.
    if (kind() != "datajson" && kind() != "json")
        expect_nothing_lost(with_id(nullptr), "null");
}

INSTANTIATE_TEST_SUITE_P(Kinds, Unreadable, every_kind(), kind_name);

} // namespace
} // namespace moisson::contract
