// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Constraints of an ISO record: one free field holds licences, access rights and everything that
// somebody wanted to say, so that the block and the words decide.
#include "core/ascii.hpp"
#include "csw/mapping.hpp"

#include <algorithm>
#include <array>

namespace moisson::csw {
namespace {

// Words of texts about access to the data by the public, in lower case.
constexpr std::array<std::string_view, 7> access_words{
    "limitationsonpublicaccess",
    "accès public",
    "acces public",
    "public access",
    "l124-",
    "l. 124",
    "article 13",
};

bool is_about_access(const std::string& text, const std::string& href) {
    const std::string both = ascii_lowered(text + " " + href);
    return std::any_of(access_words.begin(), access_words.end(), [&](std::string_view word) {
        return both.find(word) != std::string::npos;
    });
}

struct Reading {
    std::vector<RawLicence> licences;
    std::vector<std::string> access;
    // Code of the restriction, for records that say nothing else.
    std::string restriction;

    void add_licence(std::string text, std::string href) {
        RawLicence licence = licence_of(std::move(text), std::move(href));
        const bool known = std::find(licences.begin(), licences.end(), licence) != licences.end();
        if (!licence.empty() && !known)
            licences.push_back(std::move(licence));
    }
};

void read_block(const Element& block, Reading& reading) {
    const bool names_access = static_cast<bool>(block.first({"gmd:accessConstraints"}));
    const bool names_use = static_cast<bool>(block.first({"gmd:useConstraints"}));
    for (const Element& constraint : block.all({"gmd:accessConstraints"})) {
        const std::string code = constraint.plain();
        if (!code.empty() && code != "otherRestrictions" && reading.restriction.empty())
            reading.restriction = code;
    }
    for (const Element& other : block.all({"gmd:otherConstraints"})) {
        const std::string text = other.plain();
        const std::string href = other.href();
        const bool access = is_about_access(text, href) || (names_access && !names_use);
        if (!access)
            reading.add_licence(text, href);
        else if (const std::string& said = text.empty() ? href : text; !said.empty())
            reading.access.push_back(said);
    }
    for (const Element& limitation : block.all({"gmd:useLimitation"})) {
        const std::string text = limitation.plain();
        const std::string href = limitation.href();
        if (is_about_access(text, href))
            reading.access.push_back(text);
        else
            reading.add_licence(text, href);
    }
}

} // namespace

RawLicence licence_of(std::string text, std::string href) {
    RawLicence licence;
    if (is_web_address(href))
        licence.url = std::move(href);
    const std::size_t at = std::min(text.find("http://"), text.find("https://"));
    if (licence.url.empty() && at != std::string::npos) {
        const std::size_t end = text.find_first_of(" \t\r\n)>\"'", at);
        licence.url = text.substr(at, end == std::string::npos ? end : end - at);
        while (licence.url.ends_with('.') || licence.url.ends_with(','))
            licence.url.pop_back();
    }
    if (text != licence.url)
        licence.title = std::move(text);
    return licence;
}

void map_iso_constraints(const Element& record, RawRecord& out) {
    Reading reading;
    for (const Element& identification : identifications(record))
        for (const std::string_view kind :
             {"gmd:MD_LegalConstraints", "gmd:MD_Constraints", "gmd:MD_SecurityConstraints"})
            for (const Element& block : identification.all({"gmd:resourceConstraints", kind}))
                read_block(block, reading);
    // What has an address is the surest.
    std::stable_sort(
        reading.licences.begin(),
        reading.licences.end(),
        [](const RawLicence& a, const RawLicence& b) { return !a.url.empty() && b.url.empty(); }
    );
    out.licences = std::move(reading.licences);
    if (!reading.access.empty())
        out.access_rights = reading.access.front();
    else
        out.access_rights = std::move(reading.restriction);
    // Codes that restrict use, not access.
    for (const std::string_view code :
         {"license", "licence", "copyright", "intellectualPropertyRights", "patent", "trademark"})
        if (out.access_rights == code)
            out.access_rights.clear();
}

} // namespace moisson::csw
