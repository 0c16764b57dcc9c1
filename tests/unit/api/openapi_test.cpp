// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The description of the API against the API, in both directions: routes, parameters, answers.
#include "routes/list_paths.hpp"
#include "routes/search_parameters.hpp"
#include "routes/url.hpp"
#include "unit/api/api_fixture.hpp"
#include "unit/api/json_schema.hpp"
#include "views/openapi.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace moisson::test {
namespace {

class OpenApiTest : public ApiTest {
protected:
    struct Operation {
        std::string path;
        Json described;
        // Resolved.
        std::vector<Json> parameters;

        bool takes(const std::string& name) const {
            return std::any_of(parameters.begin(), parameters.end(), [&](const Json& one) {
                return one["in"] == "query" && one["name"] == name;
            });
        }
        bool answers_json() const {
            return described["responses"]["200"]["content"].contains("application/json");
        }
        // The path with the example of its parameter.
        std::string address() const {
            std::string out = path;
            for (const Json& one : parameters) {
                const std::string place = "{" + one["name"].get<std::string>() + "}";
                const std::size_t at = out.find(place);
                if (one["in"] != "path" || at == std::string::npos)
                    continue;
                const Json& example = one["example"];
                out.replace(
                    at,
                    place.size(),
                    example.is_string() ? example.get<std::string>() : example.dump()
                );
            }
            return out;
        }
    };

    Json resolve(const Json& value) const {
        if (!value.contains("$ref"))
            return value;
        return document_.at(Json::json_pointer(value["$ref"].get<std::string>().substr(1)));
    }
    std::vector<Operation> operations() const {
        std::vector<Operation> out;
        for (const auto& [path, item] : document_["paths"].items()) {
            Operation& operation = out.emplace_back();
            operation.path = path;
            operation.described = item["get"];
            for (const Json& one : item["get"].value("parameters", Json::array()))
                operation.parameters.push_back(resolve(one));
        }
        return out;
    }
    static std::string example_of(const Json& parameter) {
        Json example = parameter["example"];
        if (example.is_array())
            example = example[0];
        return routes::percent_encode(
            example.is_string() ? example.get<std::string>() : example.dump()
        );
    }
    // Whether the answer says that it knows no such parameter.
    static bool unknown(const net::ServerResponse& answer, const std::string& name) {
        const Json body = Json::parse(answer.body, nullptr, false);
        if (!body.is_object())
            return false;
        for (const char* list : {"errors", "warnings"})
            for (const Json& one : body.value(list, Json::array()))
                if (one.value("parameter", "") == name &&
                    one.value("detail", "").find("n’existe pas") != std::string::npos)
                    return true;
        return false;
    }
    void validate(const Operation& operation, const std::string& address) {
        const net::ServerResponse answer = get(address);
        const Json& responses = operation.described["responses"];
        const std::string status = std::to_string(answer.status);
        ASSERT_TRUE(responses.contains(status)) << address << " answers " << status;
        const Json content = resolve(responses[status]).value("content", Json::object());
        const std::string media = answer.content_type.substr(0, answer.content_type.find(';'));
        if (answer.status == 301)
            return;
        ASSERT_TRUE(content.contains(media)) << address << " " << status << " " << media;
        if (answer.stream || content[media]["schema"] == Json{{"type", "string"}})
            return;
        JsonSchema schema(document_);
        for (const std::string& fault :
             schema.faults(content[media]["schema"], Json::parse(answer.body)))
            ADD_FAILURE() << address << " " << status << " " << fault;
    }

    Json document_ = json(routes::api_openapi);
};

TEST_F(OpenApiTest, DescribesEveryRouteAndNoOther) {
    std::set<std::string> described;
    for (const Operation& operation : operations())
        described.insert(operation.path);
    std::set<std::string> routed;
    for (const auto& [method, pattern] : api::api_routes())
        if (pattern.starts_with("/api/v1"))
            routed.insert(pattern);
    EXPECT_EQ(described, routed);
}

TEST_F(OpenApiTest, IsWellMade) {
    EXPECT_EQ(document_["openapi"], "3.1.0");
    EXPECT_EQ(document_["servers"][0]["url"], "https://moisson.example.org");
    std::set<std::string> tags;
    for (const Json& tag : document_["tags"])
        tags.insert(tag["name"].get<std::string>());
    std::set<std::string> names;
    for (const Operation& operation : operations()) {
        const Json& one = operation.described;
        EXPECT_TRUE(names.insert(one["operationId"].get<std::string>()).second);
        EXPECT_FALSE(one["summary"].get<std::string>().empty());
        for (const Json& tag : one["tags"])
            EXPECT_TRUE(tags.contains(tag.get<std::string>())) << tag;
        for (const Json& parameter : operation.parameters) {
            EXPECT_FALSE(parameter["description"].get<std::string>().empty());
            EXPECT_TRUE(parameter.contains("example")) << operation.path << parameter["name"];
        }
        const bool placed = operation.path.find('{') != std::string::npos;
        EXPECT_EQ(operation.address() != operation.path, placed) << operation.path;
    }
    // Every part is used, every reference leads somewhere.
    const std::string text = document_.dump();
    for (const auto& [kind, members] : document_["components"].items())
        for (const auto& [name, member] : members.items())
            EXPECT_NE(text.find("\"#/components/" + kind + "/" + name + "\""), std::string::npos)
                << kind << " " << name << " is used nowhere";
    for (std::size_t at = text.find("\"#/"); at != std::string::npos;
         at = text.find("\"#/", at + 1)) {
        const std::string pointer = text.substr(at + 2, text.find('"', at + 1) - at - 2);
        EXPECT_TRUE(document_.contains(Json::json_pointer(pointer))) << pointer;
    }
}

TEST_F(OpenApiTest, EveryParameterThatIsDescribedIsTaken) {
    for (const Operation& operation : operations())
        for (const Json& parameter : operation.parameters) {
            if (parameter["in"] != "query")
                continue;
            const auto name = parameter["name"].get<std::string>();
            const net::ServerResponse answer =
                get(operation.address() + "?" + name + "=" + example_of(parameter));
            EXPECT_FALSE(unknown(answer, name)) << operation.path << " " << name;
            EXPECT_NE(answer.status, 400) << operation.path << " " << name << answer.body;
        }
}

TEST_F(OpenApiTest, EveryParameterThatIsTakenIsDescribed) {
    std::set<std::string> names;
    for (const std::string_view name : routes::search_parameter_names())
        names.emplace(name);
    for (const Operation& operation : operations())
        for (const Json& parameter : operation.parameters)
            if (parameter["in"] == "query")
                names.insert(parameter["name"].get<std::string>());
    EXPECT_GT(names.size(), 35U);
    for (const Operation& operation : operations()) {
        const std::string address = operation.address();
        if (!operation.answers_json() || !json(address).contains("warnings"))
            continue;
        for (const std::string& name : names)
            if (!operation.takes(name))
                EXPECT_TRUE(unknown(get(address + "?" + name + "=1"), name))
                    << operation.path << " takes " << name;
    }
}

TEST_F(OpenApiTest, EveryAnswerIsAsDescribed) {
    for (const Operation& operation : operations()) {
        validate(operation, operation.address());
        for (const Json& parameter : operation.parameters)
            if (parameter["in"] == "query")
                validate(
                    operation,
                    operation.address() + "?" + parameter["name"].get<std::string>() + "=" +
                        example_of(parameter)
                );
        validate(operation, operation.address() + "?inconnu=1");
    }
}

TEST_F(OpenApiTest, EveryRefusalIsAsDescribed) {
    for (const Operation& operation : operations()) {
        const auto with = [&](const std::string& value) {
            return operation.path.substr(0, operation.path.find('{')) + value +
                   operation.path.substr(operation.path.find('}') + 1);
        };
        if (operation.path.find('{') != std::string::npos)
            validate(operation, with("introuvable"));
        if (operation.path.starts_with("/api/v1/datasets/{id}"))
            for (const char* name :
                 {"archive-budget",
                  "retire",
                  "retrait",
                  "retrait-legal",
                  "vieux-nom",
                  "bref",
                  "corrige",
                  "attaque"})
                validate(operation, with(name));
        if (operation.takes("page_size"))
            validate(operation, operation.address() + "?page_size=101");
        if (operation.path == "/api/v1/changes")
            validate(operation, "/api/v1/changes?since=1");
    }
    views_.failure = Error(Code::store_unavailable);
    for (const Operation& operation : operations())
        validate(operation, operation.address());
}

TEST_F(OpenApiTest, ExplainedAndCorrectedAnswersAreAsDescribed) {
    const auto all = operations();
    const auto search = std::find_if(all.begin(), all.end(), [](const Operation& one) {
        return one.path == "/api/v1/datasets";
    });
    ASSERT_NE(search, all.end());
    for (const char* query :
         {"?q=eau&explain=1",
          "?country=XX",
          "?page=2",
          "?cursor=*&fields=id",
          "?page=600&page_size=20"})
        validate(*search, std::string("/api/v1/datasets") + query);
}

TEST_F(OpenApiTest, ASchemaThatIsNotKeptIsSeen) {
    Json answer = json("/api/v1/themes");
    JsonSchema schema(document_);
    const Json wanted = {{"$ref", "#/components/schemas/ValueList"}};
    EXPECT_TRUE(schema.faults(wanted, answer).empty());
    answer["data"][0]["datasets"] = "70";
    answer["data"][0]["plus"] = 1;
    answer.erase("total");
    EXPECT_EQ(schema.faults(wanted, answer).size(), 3U);
}

} // namespace
} // namespace moisson::test
