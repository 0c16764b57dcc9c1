// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A parsed HTML fragment as a libxml2 tree, and a walk over it that does not recurse. Internal to
// the room.
#pragma once

#include "core/limits.hpp"
#include "core/utf8.hpp"

#include <libxml/HTMLparser.h>

#include <memory>
#include <string>
#include <string_view>

namespace moisson::text {

struct DocumentDeleter {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using HtmlDocument = std::unique_ptr<xmlDoc, DocumentDeleter>;

// Whether a tag has more attributes than any page has: libxml2 compares each with all before it.
bool has_overfull_tag(std::string_view html);

// Null when libxml2 finds nothing at all in the text, or a tag is overfull. Bytes beyond four
// descriptions are not read.
inline HtmlDocument parse_html(std::string_view html) {
    // libxml2 2.9 wants its tables filled before several threads parse.
    static const bool ready = (xmlInitParser(), true);
    static_cast<void>(ready);
    const std::string_view bounded = utf8_prefix(html, 4 * limits::description_bytes);
    if (has_overfull_tag(bounded))
        return nullptr;
    return HtmlDocument(htmlReadMemory(
        bounded.data(),
        static_cast<int>(bounded.size()),
        nullptr,
        "UTF-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
            HTML_PARSE_COMPACT
    ));
}

inline std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view{}
                           : std::string_view(reinterpret_cast<const char*>(text));
}

// Calls visitor.enter(node, depth) -> bool (true = go inside) and visitor.leave(node, depth) for
// each node that was gone into.
template <class Visitor>
void walk(const xmlNode* root, Visitor& visitor) {
    int depth = 0;
    const xmlNode* node = root;
    while (node != nullptr) {
        const bool inside = visitor.enter(node, depth);
        if (inside && node->type == XML_ELEMENT_NODE && node->children != nullptr) {
            node = node->children;
            ++depth;
            continue;
        }
        if (inside)
            visitor.leave(node, depth);
        while (node != root && node->next == nullptr) {
            node = node->parent;
            --depth;
            visitor.leave(node, depth);
        }
        if (node == root)
            return;
        node = node->next;
    }
}

// Elements whose content is not text for readers.
bool is_dropped_element(std::string_view name);
// Elements that stand on lines of their own.
bool is_block_element(std::string_view name);

} // namespace moisson::text
