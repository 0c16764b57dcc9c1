// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/feed_documents.hpp"

#include "api/json.hpp"
#include "core/utf8.hpp"

#include <fmt/format.h>

namespace moisson::api {
namespace {

constexpr std::string_view publisher = "Moisson";

void add_element(
    std::string& out,
    std::string_view name,
    std::string_view value,
    std::string_view attributes = {}
) {
    out += fmt::format("<{0}{2}>{1}</{0}>\n", name, xml_text(value), attributes);
}

std::string lang_attribute(std::string_view lang) {
    return lang.empty() ? std::string() : fmt::format(" xml:lang=\"{}\"", xml_text(lang));
}

void add_link(
    std::string& out,
    std::string_view element,
    std::string_view rel,
    std::string_view type,
    std::string_view href
) {
    if (href.empty())
        return;
    const std::string kind = type.empty() ? std::string() : fmt::format(" type=\"{}\"", type);
    out += fmt::format("<{} rel=\"{}\"{} href=\"{}\"/>\n", element, rel, kind, xml_text(href));
}

void add_page_links(
    std::string& out,
    std::string_view element,
    std::string_view type,
    const FeedDocument& feed
) {
    add_link(out, element, "self", type, feed.self);
    add_link(out, element, "first", type, feed.first);
    add_link(out, element, "last", type, feed.last);
    add_link(out, element, "previous", type, feed.previous);
    add_link(out, element, "next", type, feed.next);
}

void add_atom_entry(std::string& out, const FeedEntry& entry) {
    out += "<entry>\n";
    add_element(out, "id", entry.id);
    add_element(out, "title", entry.title, " type=\"text\"" + lang_attribute(entry.lang));
    add_element(out, "published", to_iso8601(entry.published));
    add_element(out, "updated", to_iso8601(entry.updated));
    add_link(out, "link", "alternate", "text/html", entry.url);
    add_link(out, "link", "via", "", entry.source_url);
    if (!entry.author.empty()) {
        out += "<author>";
        add_element(out, "name", entry.author);
        out += "</author>\n";
    }
    for (const std::string& category : entry.categories)
        out += fmt::format("<category term=\"{}\"/>\n", xml_text(category));
    add_element(
        out,
        "summary",
        entry.summary,
        " type=\"text\"" + lang_attribute(entry.summary_lang)
    );
    out += "</entry>\n";
}

void add_rss_item(std::string& out, const FeedEntry& entry) {
    out += "<item>\n";
    add_element(out, "title", entry.title);
    add_element(out, "link", entry.url);
    add_element(out, "guid", entry.id, " isPermaLink=\"false\"");
    add_element(out, "pubDate", to_http_date(entry.published));
    if (!entry.author.empty())
        add_element(out, "dc:creator", entry.author);
    for (const std::string& category : entry.categories)
        add_element(out, "category", category);
    add_element(out, "description", entry.summary);
    out += "</item>\n";
}

Json named(std::string_view name) {
    return Json::array({{{"name", name}}});
}

} // namespace

std::string xml_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : without_xml_noncharacters(text)) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n')
            out += c;
    }
    return out;
}

std::string atom_feed(const FeedDocument& feed) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">\n";
    add_element(out, "id", feed.id);
    add_element(out, "title", feed.title);
    add_element(out, "subtitle", feed.description);
    add_element(out, "updated", to_iso8601(feed.updated));
    out += "<author>";
    add_element(out, "name", publisher);
    out += "</author>\n";
    add_page_links(out, "link", "application/atom+xml", feed);
    add_link(out, "link", "alternate", "text/html", feed.html);
    for (const FeedEntry& entry : feed.entries)
        add_atom_entry(out, entry);
    out += "</feed>\n";
    return out;
}

std::string rss_feed(const FeedDocument& feed) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
                      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n";
    add_element(out, "title", feed.title);
    add_element(out, "link", feed.html);
    add_element(out, "description", feed.description);
    add_element(out, "language", "fr");
    add_element(out, "lastBuildDate", to_http_date(feed.updated));
    add_page_links(out, "atom:link", "application/rss+xml", feed);
    for (const FeedEntry& entry : feed.entries)
        add_rss_item(out, entry);
    out += "</channel>\n</rss>\n";
    return out;
}

std::string json_feed(const FeedDocument& feed) {
    Json json;
    json["version"] = "https://jsonfeed.org/version/1.1";
    json["title"] = feed.title;
    json["home_page_url"] = feed.html;
    json["feed_url"] = feed.self;
    json["description"] = feed.description;
    json["language"] = "fr";
    json["authors"] = named(publisher);
    if (!feed.next.empty())
        json["next_url"] = feed.next;
    Json items = Json::array();
    for (const FeedEntry& entry : feed.entries) {
        Json item;
        item["id"] = entry.id;
        item["url"] = entry.url;
        if (!entry.source_url.empty())
            item["external_url"] = entry.source_url;
        item["title"] = entry.title;
        item["content_text"] = entry.summary;
        item["date_published"] = to_iso8601(entry.published);
        item["date_modified"] = to_iso8601(entry.updated);
        if (!entry.author.empty())
            item["authors"] = named(entry.author);
        item["tags"] = entry.categories;
        if (!entry.lang.empty())
            item["language"] = entry.lang;
        items.push_back(std::move(item));
    }
    json["items"] = std::move(items);
    return dump(json);
}

} // namespace moisson::api
