// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Whole conversations of three clients: what each asks, in its order, until it stops by its own
// rule (research A1.6). A client is broken by a status, a type or an end of pages as much as by a
// missing key.
#include "catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace moisson::ckan_api::testing {
namespace {

using nlohmann::json;

// Two full pages of 100 and a part of one, with the seven that are shown of few_records().
constexpr int copies = 250;
constexpr std::size_t shown_count = copies + 1 + 7;
// More requests than any of these conversations needs.
constexpr int requests_max = 1'000;

class CkanClients : public ::testing::Test {
protected:
    CkanClients() { add_copies(facade.records, copies); }

    json read(const net::ServerResponse& response, int status) {
        EXPECT_LT(++requests, requests_max) << "a client that never stops";
        EXPECT_EQ(response.status, status) << response.body.substr(0, 500);
        // udata compares what stands before the parameters.
        const std::string& type = response.content_type;
        EXPECT_EQ(type.substr(0, type.find(';')), "application/json");
        json body = json::parse(facade.whole(response), nullptr, false);
        EXPECT_TRUE(body.is_object()) << response.body.substr(0, 500);
        EXPECT_EQ(body.value("success", status != 200), status == 200);
        EXPECT_TRUE(body["help"].is_string());
        return body;
    }
    json get(const std::string& action, int status = 200) {
        const json body = read(facade.get("/api/3/action/" + action), status);
        return status == 200 ? body["result"] : body["error"];
    }
    json post(const std::string& action, const json& asked, int status = 200) {
        const json body = read(facade.post("/api/action/" + action, asked.dump()), status);
        return status == 200 ? body["result"] : body["error"];
    }
    bool goes_on() const { return requests < requests_max; }

    Facade facade;
    int requests = 0;
};

std::vector<std::string> texts(const json& list) {
    return list.get<std::vector<std::string>>();
}

// `ckanapi dump datasets --all`: the names, then each by POST with parameters that are not those of
// package_show. One that went away meanwhile is an error of its own, and the dump goes on.
TEST_F(CkanClients, CkanapiDumpsTheCatalogue) {
    const json options{
        {"include_private", false},
        {"include_drafts", false},
        {"include_deleted", false}};
    const std::vector<std::string> names = texts(post("package_list", options));
    ASSERT_EQ(names.size(), shown_count);
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    const std::string gone = "copie-17";
    for (auto& [id, record] : facade.records.kept)
        if (record.slug == gone)
            record.state = RecordState::archived;
    std::set<std::string> ids;
    for (const std::string& name : names) {
        const json asked{
            {"id", name},
            {"include_datasets", false},
            {"include_password_hash", false},
            {"include_users", false}};
        const json shown = post("package_show", asked, name == gone ? 404 : 200);
        if (name == gone) {
            EXPECT_EQ(shown["__type"], "Not Found Error");
            continue;
        }
        EXPECT_EQ(shown["name"], name);
        EXPECT_TRUE(shown["resources"].is_array());
        ids.insert(shown["id"].get<std::string>());
    }
    EXPECT_EQ(ids.size(), shown_count - 1);
}

// `ckanapi search datasets`: pages of 1000 by POST, until as many were read as `count` says; more
// than 1000 are never given at once.
TEST_F(CkanClients, CkanapiSearchesByPagesOfAThousand) {
    add_copies(facade.records, 1'100);
    std::set<std::string> ids;
    std::size_t start = 0;
    std::size_t count = 1;
    std::vector<std::size_t> sizes;
    while (start < count && goes_on()) {
        const json asked{{"q", "*:*"}, {"rows", 2'000}, {"start", start}, {"fl", "id"}};
        const json page = post("package_search", asked);
        ASSERT_TRUE(page["count"].is_number_integer());
        count = page["count"].get<std::size_t>();
        for (const json& one : page["results"])
            ids.insert(one["id"].get<std::string>());
        sizes.push_back(page["results"].size());
        start += 1'000;
    }
    EXPECT_EQ(count, 1'100U + 1 + 7);
    EXPECT_EQ(ids.size(), count);
    EXPECT_EQ(sizes, (std::vector<std::size_t>{1'000, 108}));
    const json beyond = post("package_search", {{"q", "*:*"}, {"rows", 1'000}, {"start", start}});
    EXPECT_EQ(beyond["count"], count);
    EXPECT_EQ(beyond["results"], json::array());
}

// ckanext-harvest: pages of 100 by id until one is empty, then organizations and groups of what it
// found, then what changed since its last run, among the organizations of its configuration.
TEST_F(CkanClients, CkanextHarvestGathersAndComesBack) {
    std::vector<std::string> ids;
    std::set<std::string> organizations;
    std::set<std::string> groups;
    std::string last;
    for (int start = 0; goes_on(); start += 100) {
        const json page =
            get("package_search?rows=100&sort=id+asc&fq=&start=" + std::to_string(start));
        EXPECT_EQ(page["count"], shown_count);
        if (page["results"].empty())
            break;
        for (const json& one : page["results"]) {
            ids.push_back(one["id"].get<std::string>());
            last = std::max(last, one["metadata_modified"].get<std::string>());
            if (one["organization"].is_object())
                organizations.insert(one["organization"]["id"].get<std::string>());
            for (const json& group : one["groups"])
                groups.insert(group["name"].get<std::string>());
        }
    }
    EXPECT_EQ(ids.size(), shown_count);
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
    EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
    ASSERT_FALSE(organizations.empty());
    for (const std::string& id : organizations)
        EXPECT_EQ(get("organization_show?id=" + id)["id"], id);
    ASSERT_FALSE(groups.empty());
    for (const std::string& name : groups)
        EXPECT_EQ(get("group_show?id=" + name)["name"], name);
    EXPECT_EQ(get("group_show?id=rien-de-tel", 404)["__type"], "Not Found Error");
    const std::string since = "metadata_modified:%5B" + last + "Z+TO+*%5D";
    const json newer = get("package_search?rows=100&start=0&sort=id+asc&fq=" + since);
    EXPECT_GE(newer["count"], 1);
    EXPECT_LT(newer["count"], 10);
    // (a or b) and since: not a, or b and since.
    const json of_two =
        get("package_search?rows=100&start=0&sort=id+asc"
            "&fq=organization:ins-togo+OR+organization:instat+" +
            since);
    EXPECT_EQ(of_two["count"], newer["count"]);
    const std::string never = "metadata_modified:%5B2901-05-01T10:00:00.123456Z+TO+*%5D";
    const json nothing = get("package_search?rows=100&start=0&sort=id+asc&fq=" + never);
    EXPECT_EQ(nothing["count"], 0);
    EXPECT_EQ(nothing["results"], json::array());
}

// What udata's schema insists on: one null where a text belongs and the dataset is refused.
void judge_for_udata(const json& one) {
    for (const char* const key :
         {"id",
          "name",
          "title",
          "notes",
          "license_id",
          "license_title",
          "author",
          "author_email",
          "maintainer",
          "maintainer_email",
          "state",
          "metadata_created",
          "metadata_modified"})
        EXPECT_TRUE(one[key].is_string()) << one["name"] << " " << key;
    EXPECT_EQ(one["type"], "dataset");
    EXPECT_EQ(one["private"], false);
    EXPECT_TRUE(one["tags"].is_array());
    if (one["organization"].is_object())
        for (const char* const key : {"title", "description", "image_url", "name"})
            EXPECT_TRUE(one["organization"][key].is_string()) << one["name"] << " " << key;
    int position = 0;
    for (const json& resource : one["resources"]) {
        EXPECT_EQ(resource["position"], position++);
        EXPECT_TRUE(resource["format"].is_string());
        EXPECT_TRUE(resource["name"].is_string());
        EXPECT_TRUE(resource["url"].get<std::string>().starts_with("http"));
        EXPECT_TRUE(resource["size"].is_null() || resource["size"].is_number_integer());
        EXPECT_TRUE(resource["resource_type"] == "file" || resource["resource_type"] == "api");
    }
}

// udata: what the site is, the names or one page of a query with fields, then each dataset.
TEST_F(CkanClients, UdataHarvestsAllAndAPart) {
    EXPECT_TRUE(get("status_show")["ckan_version"].is_string());
    const std::vector<std::string> names = texts(get("package_list"));
    ASSERT_EQ(names.size(), shown_count);
    for (std::size_t i = 0; i < names.size(); i += 10)
        judge_for_udata(get("package_show?id=" + names[i]));
    for (const store::DatasetRecord& record : few_records())
        if (record.state != RecordState::archived)
            judge_for_udata(get("package_show?id=" + to_string(record.id)));
    const json part = get("package_search?q=organization:ins-togo+AND+-groups:agri&rows=1000");
    // Of the six of that publisher two are of that theme, as the copies are.
    EXPECT_EQ(part["count"], 4);
    ASSERT_EQ(part["results"].size(), 4U);
    for (const json& one : part["results"])
        judge_for_udata(get("package_show?id=" + one["id"].get<std::string>()));
    const json none = get("package_search?q=organization:personne&rows=1000");
    EXPECT_EQ(none["count"], 0);
    EXPECT_EQ(none["results"], json::array());
    EXPECT_EQ(get("package_show?id=rien-de-tel", 404)["__type"], "Not Found Error");
}

} // namespace
} // namespace moisson::ckan_api::testing
