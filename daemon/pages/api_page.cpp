// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api: the description of the API for people, from the same document as for programs.
#include "pages/site.hpp"
#include "routes/list_paths.hpp"
#include "views/openapi.hpp"

#include <set>
#include <string>

namespace moisson::pages {
namespace {

using Json = nlohmann::ordered_json;

const Json& document() {
    static const Json described = views::openapi_document(routes::PublicUrl());
    return described;
}

Json resolve(const Json& value) {
    const auto reference = value.find("$ref");
    if (reference == value.end())
        return value;
    return document().at(Json::json_pointer(reference->get<std::string>().substr(1)));
}

std::string text_of_json(const Json& value) {
    if (value.is_array())
        return value.empty() ? std::string() : text_of_json(value.front());
    return value.is_string() ? value.get<std::string>() : value.dump();
}

// The values that a parameter may have, when they are few.
std::string values_of(const Json& parameter) {
    Json schema = parameter.value("schema", Json::object());
    if (schema.contains("items"))
        schema = schema["items"];
    std::string out;
    for (const Json& value : schema.value("enum", Json::array()))
        out += (out.empty() ? "" : ", ") + text_of_json(value);
    return out;
}

render::Data parameter_data(const Json& parameter) {
    render::Data data = render::object();
    render::put(data, "name", parameter.at("name").get<std::string>());
    render::put(data, "description", parameter.at("description").get<std::string>());
    render::put(data, "values", values_of(parameter));
    render::put(data, "example", text_of_json(parameter.value("example", Json())));
    return data;
}

// An address that answers can be tried as it is; one with {id} has the example in its place.
std::string example_address(std::string path, const Json& parameters) {
    for (const Json& one : parameters) {
        const Json parameter = resolve(one);
        if (parameter.value("in", "") != "path")
            continue;
        const std::size_t begin = path.find('{');
        path = path.substr(0, begin) + text_of_json(parameter.value("example", Json())) +
               path.substr(path.find('}') + 1);
    }
    return path;
}

// Parameters that several addresses share are described where they come first.
using Told = std::set<std::string>;

void put_parameters(render::Data& data, const Json& parameters, Told& told) {
    render::Data list = render::list();
    std::string again;
    bool any = false;
    for (const Json& one : parameters) {
        const Json parameter = resolve(one);
        if (!told.insert(parameter.dump()).second) {
            again += (again.empty() ? "" : ", ") + parameter.at("name").get<std::string>();
            continue;
        }
        any = true;
        list.push_back(parameter_data(parameter));
    }
    render::put_flag(data, "has_parameters", any);
    render::put_list(data, "parameters", std::move(list));
    render::put(data, "again", again);
}

render::Data operation_data(const std::string& path, const Json& operation, Told& told) {
    render::Data data = render::object();
    const Json parameters = operation.value("parameters", Json::array());
    render::put(data, "path", path);
    render::put(data, "id", operation.at("operationId").get<std::string>());
    render::put(data, "summary", operation.at("summary").get<std::string>());
    render::put(data, "text", operation.value("description", ""));
    // The example of an identifier need not be in this catalogue.
    const bool placed = path.find('{') != std::string::npos;
    render::put(data, "url", placed ? std::string() : path);
    render::put(data, "shown", placed ? example_address(path, parameters) : std::string());
    put_parameters(data, parameters, told);
    return data;
}

render::Data group_data(const Json& tag, Told& told) {
    render::Data data = render::object();
    const auto name = tag.at("name").get<std::string>();
    render::put(data, "name", name);
    render::put(data, "about", tag.value("description", ""));
    render::Data list = render::list();
    for (const auto& [path, item] : document().at("paths").items()) {
        const auto operation = item.find("get");
        if (operation != item.end() && operation->at("tags").at(0) == name)
            list.push_back(operation_data(path, *operation, told));
    }
    render::put_list(data, "operations", std::move(list));
    return data;
}

} // namespace

net::ServerResponse api_page(const Site& site) {
    render::Data data;
    const Json& info = document().at("info");
    render::put(data, "lead", info.at("summary").get<std::string>() + ".");
    render::put(data, "about", info.at("description").get<std::string>());
    render::put(data, "openapi_url", std::string(routes::api_openapi));
    render::Data groups = render::list();
    Told told;
    for (const Json& tag : document().at("tags"))
        groups.push_back(group_data(tag, told));
    render::put_list(data, "groups", std::move(groups));
    Head head;
    head.title = "L’API";
    head.description = "Chaque adresse de l’API de ce catalogue, ses paramètres et des exemples.";
    head.canonical = std::string(routes::api_page);
    head.section = "api";
    return page(site, "api", std::move(data), std::move(head));
}

} // namespace moisson::pages
