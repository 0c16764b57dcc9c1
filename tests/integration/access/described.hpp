// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The description of the admin API, as tests read it: operations, and whether an answer is as it
// says.
#pragma once

#include "access/openapi.hpp"
#include "net/http_server.hpp"
#include "unit/api/json_schema.hpp"

#include <boost/algorithm/string/case_conv.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace moisson::access::openapi {

using nlohmann::json;

struct Operation {
    std::string method;
    std::string pattern;
    json said;
    // Resolved.
    std::vector<json> parameters;

    // Empty: a token is enough.
    std::string scope() const {
        const json& scopes = said["security"][0]["token"];
        return scopes.empty() ? std::string() : scopes[0].get<std::string>();
    }
    // With the example of its parameter.
    std::string address() const {
        const std::size_t open = pattern.find('{');
        if (open == pattern.npos)
            return pattern;
        return pattern.substr(0, open) + "999" + pattern.substr(pattern.find('}') + 1);
    }
};

class Description {
public:
    Description() : document_(json::parse(openapi_parts().front())) {}

    const json& document() const { return document_; }
    const json& resolved(const json& value) const {
        if (!value.contains("$ref"))
            return value;
        return document_.at(json::json_pointer(value["$ref"].get<std::string>().substr(1)));
    }
    std::vector<Operation> operations() const {
        std::vector<Operation> out;
        for (const auto& [pattern, item] : document_["paths"].items())
            for (const auto& [method, said] : item.items()) {
                Operation& one = out.emplace_back();
                one.method = boost::algorithm::to_upper_copy(std::string(method));
                one.pattern = pattern;
                one.said = said;
                for (const json& parameter : said.value("parameters", json::array()))
                    one.parameters.push_back(resolved(parameter));
            }
        return out;
    }
    // One line per fault; none for what is no operation at all.
    std::vector<std::string>
    faults(const net::ServerRequest& request, const net::ServerResponse& response) const {
        for (const Operation& one : operations())
            if (one.method == request.method && fits(one.pattern, request.path))
                return faults(one, request, response);
        return {};
    }

private:
    static bool fits(std::string_view pattern, std::string_view path) {
        const std::size_t open = pattern.find('{');
        if (open == pattern.npos)
            return pattern == path;
        const std::string_view tail = pattern.substr(pattern.find('}') + 1);
        if (path.size() <= open + tail.size() || !path.ends_with(tail) ||
            path.substr(0, open) != pattern.substr(0, open))
            return false;
        return path.substr(open, path.size() - open - tail.size()).find('/') == path.npos;
    }

    std::vector<std::string> faults(
        const Operation& operation,
        const net::ServerRequest& request,
        const net::ServerResponse& response
    ) const {
        const std::string status = std::to_string(response.status);
        const std::string what = request.method + " " + request.path + " " + status;
        const json& responses = operation.said["responses"];
        if (!responses.contains(status))
            return {what + " is not described"};
        const std::string media = response.content_type.substr(0, response.content_type.find(';'));
        const json& content = resolved(responses[status])["content"];
        if (!content.contains(media))
            return {what + " is " + media};
        test::JsonSchema schema(document_);
        const bool is_json = media.ends_with("json");
        const json body =
            is_json ? json::parse(response.body, nullptr, false) : json(response.body);
        std::vector<std::string> out = schema.faults(content[media]["schema"], body);
        // What is taken is what is said to be taken.
        if (response.status < 300 && !request.body.empty() &&
            operation.said.contains("requestBody")) {
            const json& wanted = operation.said["requestBody"]["content"]["application/json"];
            const json sent = json::parse(request.body, nullptr, false);
            for (std::string& fault : schema.faults(wanted["schema"], sent))
                out.push_back("body: " + fault);
        }
        for (std::string& fault : out)
            fault.insert(0, what + " ");
        return out;
    }

    json document_;
};

} // namespace moisson::access::openapi
