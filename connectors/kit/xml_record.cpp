// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/xml_record.hpp"

#include "core/limits.hpp"
#include "kit/xml_body.hpp"
#include "kit/xml_scan.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <vector>

namespace moisson::kit {
namespace {

using json::Value;

struct DocumentDeleter {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using XmlDocument = std::unique_ptr<xmlDoc, DocumentDeleter>;

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view{}
                           : std::string_view(reinterpret_cast<const char*>(text));
}

// Without white space at both ends; editors leave no-break spaces and marks of no width between
// tags, where they say nothing.
std::string_view trimmed(std::string_view text) {
    static constexpr std::array<std::string_view, 7>
        blanks{" ", "\t", "\r", "\n", "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF"};
    const auto strip = [&](auto&& at_end, auto&& cut) {
        for (bool found = true; found;) {
            found = false;
            for (const std::string_view blank : blanks)
                if (at_end(blank)) {
                    cut(blank.size());
                    found = true;
                }
        }
    };
    strip(
        [&](std::string_view blank) { return text.starts_with(blank); },
        [&](std::size_t size) { text.remove_prefix(size); }
    );
    strip(
        [&](std::string_view blank) { return text.ends_with(blank); },
        [&](std::size_t size) { text.remove_suffix(size); }
    );
    return text;
}

bool is_named(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// The limits of libxml2 stay: no XML_PARSE_HUGE. What is wrong is only counted: its texts would go
// to stderr.
XmlDocument parse(const std::string& text) {
    static const bool ready = (xmlInitParser(), true);
    static_cast<void>(ready);
    return XmlDocument(xmlReadMemory(
        text.data(),
        static_cast<int>(text.size()),
        nullptr,
        "UTF-8",
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA |
            XML_PARSE_COMPACT
    ));
}

class Builder {
public:
    explicit Builder(const XmlRules& rules) : rules_(rules) {}

    std::string name_of(const xmlNs* ns, const xmlChar* local) const {
        if (ns == nullptr || view(ns->href).empty())
            return std::string(view(local));
        const std::string_view uri = view(ns->href);
        for (const auto& [known, prefix] : rules_.prefixes)
            if (known == uri)
                return std::string(prefix) + ":" + std::string(view(local));
        return "{" + std::string(uri) + "}" + std::string(view(local));
    }

    // The element's name, or that of the element it says to specialise.
    std::string name_of(const xmlNode* node) const {
        for (const xmlAttr* attribute = node->properties;
             attribute != nullptr && !rules_.type_attribute.empty();
             attribute = attribute->next)
            if (name_of(attribute->ns, attribute->name) == rules_.type_attribute)
                if (std::string type = text_of(attribute); !type.empty())
                    return type;
        return name_of(node->ns, node->name);
    }

    // False past the depth limit.
    bool element(const xmlNode* node, std::size_t depth, Value& out) {
        if (depth > xml_depth_max)
            return false;
        Value object = Value::object();
        add_attributes(node, object);
        std::string text;
        std::map<std::string, std::vector<Value>> children;
        for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
            if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
                text += view(child->content);
            if (child->type != XML_ELEMENT_NODE)
                continue;
            std::string name = name_of(child);
            if (is_named(rules_.volatile_elements, name))
                continue;
            Value value;
            if (!element(child, depth + 1, value))
                return false;
            const bool says_nothing = value.is_string() && json::scalar(value).empty();
            if (!says_nothing)
                children[std::move(name)].push_back(std::move(value));
        }
        const std::string_view content = trimmed(text);
        if (object.empty() && children.empty()) {
            out = std::string(content);
            return true;
        }
        if (!content.empty())
            object["#"] = std::string(content);
        for (auto& [name, values] : children)
            object[name] = joined(name, std::move(values));
        out = std::move(object);
        return true;
    }

private:
    static std::string text_of(const xmlAttr* attribute) {
        std::string value;
        for (const xmlNode* part = attribute->children; part != nullptr; part = part->next)
            value += view(part->content);
        return std::string(trimmed(value));
    }

    void add_attributes(const xmlNode* node, Value& object) const {
        if (node->properties == nullptr)
            return;
        const std::string element_name = name_of(node);
        for (const xmlAttr* attribute = node->properties; attribute != nullptr;
             attribute = attribute->next) {
            const std::string name = name_of(attribute->ns, attribute->name);
            const bool kept = is_named(rules_.attributes, name) ||
                              is_named(rules_.attributes, element_name + "@" + name);
            if (!kept)
                continue;
            if (std::string value = text_of(attribute); !value.empty())
                object["@" + name] = std::move(value);
        }
    }

    Value joined(const std::string& name, std::vector<Value> values) const {
        if (values.size() == 1)
            return std::move(values.front());
        if (!is_named(rules_.ordered, name)) {
            std::vector<std::pair<std::string, std::size_t>> order;
            for (std::size_t i = 0; i < values.size(); ++i)
                order.emplace_back(json::dump(values[i]), i);
            std::sort(order.begin(), order.end());
            std::vector<Value> sorted;
            for (const auto& [key, index] : order)
                sorted.push_back(std::move(values[index]));
            values = std::move(sorted);
        }
        Value list = Value::array();
        for (Value& value : values)
            list.push_back(std::move(value));
        return list;
    }

    const XmlRules& rules_;
};

std::string wrapped(std::string_view record, std::string_view scope) {
    std::string text = "<record";
    text.append(scope).append(">").append(record).append("</record>");
    return text;
}

} // namespace

Result<XmlRecord>
parse_xml_record(std::string_view record, std::string_view scope, const XmlRules& rules) {
    if (record.size() > limits::record_bytes)
        return Error(Code::too_large, std::to_string(record.size()) + " bytes");
    if (is_costly_xml(record))
        return Error(Code::limit_reached, "too many attributes or namespaces");
    XmlRecord result;
    XmlDocument document = parse(wrapped(record, scope));
    if (!document) {
        const std::string repaired = repair_xml_escapes(record, result.repairs);
        if (result.repairs > 0)
            document = parse(wrapped(repaired, scope));
    }
    if (!document)
        return Error(Code::parse_xml, "not well formed");
    const xmlNode* root = xmlDocGetRootElement(document.get());
    const xmlNode* node = root == nullptr ? nullptr : root->children;
    while (node != nullptr && node->type != XML_ELEMENT_NODE)
        node = node->next;
    if (node == nullptr)
        return Error(Code::parse_xml, "no element");
    Builder builder(rules);
    result.name = builder.name_of(node);
    if (!builder.element(node, 1, result.value))
        return Error(Code::limit_reached, "more than " + std::to_string(xml_depth_max) + " levels");
    return result;
}

} // namespace moisson::kit
