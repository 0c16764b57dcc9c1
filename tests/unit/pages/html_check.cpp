// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// libxml2's HTML parser knows HTML 4: the elements of HTML 5 that it does not know are no fault.
#include "unit/pages/html_check.hpp"

#include <fmt/format.h>
#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>

#include <memory>
#include <set>

namespace moisson::test {
namespace {

constexpr int unknown_tag = 801;

struct Freed {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
    void operator()(xmlXPathContext* context) const { xmlXPathFreeContext(context); }
    void operator()(xmlXPathObject* object) const { xmlXPathFreeObject(object); }
};

void collect(void* user, xmlErrorPtr error) {
    auto& faults = *static_cast<std::vector<std::string>*>(user);
    if (error->code != unknown_tag)
        faults.push_back(fmt::format("line {}: {}", error->line, error->message));
}

class Page {
public:
    explicit Page(xmlDoc* document) : context_(xmlXPathNewContext(document)) {}

    std::vector<xmlNode*> all(const std::string& path) const {
        const std::unique_ptr<xmlXPathObject, Freed> found(
            xmlXPathEvalExpression(reinterpret_cast<const xmlChar*>(path.c_str()), context_.get())
        );
        std::vector<xmlNode*> nodes;
        if (found && found->nodesetval != nullptr)
            for (int i = 0; i < found->nodesetval->nodeNr; ++i)
                nodes.push_back(found->nodesetval->nodeTab[i]);
        return nodes;
    }
    std::size_t count(const std::string& path) const { return all(path).size(); }

private:
    std::unique_ptr<xmlXPathContext, Freed> context_;
};

std::string text_of(xmlNode* node) {
    xmlChar* content = xmlNodeGetContent(node);
    std::string text = content == nullptr ? "" : reinterpret_cast<const char*>(content);
    xmlFree(content);
    return text;
}

void expect_count(
    std::vector<std::string>& faults,
    const Page& page,
    const std::string& path,
    std::size_t wanted
) {
    const std::size_t found = page.count(path);
    if (found != wanted)
        faults.push_back(fmt::format("{} times {}, expected {}", found, path, wanted));
}

void check_structure(std::vector<std::string>& faults, const Page& page) {
    for (const char* once : {"//h1", "//main", "//title", "//html[@lang]", "//header", "//footer"})
        expect_count(faults, page, once, 1);
    expect_count(faults, page, "//a[@class='skip'][@href='#contenu']", 1);
    expect_count(faults, page, "//table[not(caption)]", 0);
    expect_count(faults, page, "//nav[not(@aria-label)]", 0);
    expect_count(faults, page, "//img[not(@alt)]", 0);
    expect_count(faults, page, "//details[not(summary)]", 0);
    int last = 1;
    for (xmlNode* heading : page.all("//h1|//h2|//h3|//h4|//h5|//h6")) {
        const int level = heading->name[1] - '0';
        if (level > last + 1)
            faults.push_back(fmt::format("h{} follows h{}", level, last));
        last = level;
    }
    std::set<std::string> ids;
    for (xmlNode* id : page.all("//@id"))
        if (!ids.insert(text_of(id)).second)
            faults.push_back("id used twice: " + text_of(id));
}

void check_fields_and_links(std::vector<std::string>& faults, const Page& page) {
    for (xmlNode* id : page.all("//input[not(@type='hidden')]/@id|//select/@id"))
        expect_count(faults, page, "//label[@for='" + text_of(id) + "']", 1);
    expect_count(faults, page, "//input[not(@type='hidden')][not(@id)]|//select[not(@id)]", 0);
    for (xmlNode* link : page.all("//a"))
        if (text_of(link).find_first_not_of(" \n") == std::string::npos)
            faults.emplace_back("a link without text");
    for (xmlNode* address : page.all("//@href|//@src|//@action")) {
        const std::string url = text_of(address);
        if (!url.starts_with('/') && !url.starts_with('#') && !url.starts_with("http://") &&
            !url.starts_with("https://") && !url.starts_with("mailto:"))
            faults.push_back("address of another scheme: " + url);
    }
}

void check_harmless(std::vector<std::string>& faults, const Page& page) {
    expect_count(faults, page, "//script[not(@type='application/ld+json')]", 0);
    expect_count(faults, page, "//iframe|//object|//embed|//svg|//style|//@style", 0);
    expect_count(faults, page, "//@*[starts-with(name(), 'on')]", 0);
    expect_count(
        faults,
        page,
        "//a[starts-with(@href,'http')][contains(@rel,'ugc')][not(contains(@rel,"
        "'nofollow noopener'))]",
        0
    );
}

} // namespace

std::vector<std::string> html_faults(const std::string& html) {
    std::vector<std::string> faults;
    if (!html.starts_with("<!doctype html>"))
        faults.emplace_back("no doctype");
    if (html.find("{{") != std::string::npos || html.find("[[") != std::string::npos)
        faults.emplace_back("template syntax left in the page");
    xmlSetStructuredErrorFunc(&faults, collect);
    const std::unique_ptr<xmlDoc, Freed> document(htmlReadMemory(
        html.data(),
        static_cast<int>(html.size()),
        nullptr,
        "UTF-8",
        HTML_PARSE_NONET
    ));
    xmlSetStructuredErrorFunc(nullptr, nullptr);
    if (!document) {
        faults.emplace_back("no document");
        return faults;
    }
    const Page page(document.get());
    check_structure(faults, page);
    check_fields_and_links(faults, page);
    check_harmless(faults, page);
    return faults;
}

} // namespace moisson::test
