// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Online resources of an ISO record -> distributions.
#include "core/limits.hpp"
#include "csw/mapping.hpp"

#include <algorithm>

namespace moisson::csw {
namespace {

bool contains(std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return out;
}

bool is_service(std::string_view protocol) {
    for (const std::string_view word : {"OGC", "WMS", "WFS", "WCS", "WMTS", "CSW", "SOS", "ESRI"})
        if (contains(protocol, word))
            return true;
    return false;
}

// The only format that the record names: then it is that of the files.
std::string only_format(const Element& distribution) {
    std::vector<std::string> names;
    for (const Element& format : distribution.all({"gmd:distributionFormat", "gmd:MD_Format"}))
        if (std::string name = format.plain({"gmd:name"}); !name.empty())
            names.push_back(std::move(name));
    return names.size() == 1 ? names.front() : std::string();
}

void add_transfer(
    const Element& transfer,
    const Languages& languages,
    const std::string& format,
    RawRecord& out
) {
    const std::vector<Element> links = transfer.all({"gmd:onLine", "gmd:CI_OnlineResource"});
    // Megabytes, of all that is transferred.
    const std::string size = transfer.plain({"gmd:transferSize"});
    for (const Element& element : links) {
        // One more than is kept: map_record() cuts and says so.
        if (out.distributions.size() > limits::distributions)
            return;
        Link link;
        link.url = element.plain({"gmd:linkage"});
        if (link.url.empty())
            continue;
        link.protocol = element.plain({"gmd:protocol"});
        link.function = element.plain({"gmd:function"});
        link.name = element.first({"gmd:name"}).localized(languages);
        link.description = element.first({"gmd:description"}).localized(languages);
        RawDistribution distribution = distribution_of(std::move(link));
        const bool file = distribution.kind == "file";
        if (file && !format.empty())
            distribution.format = format;
        if (file && links.size() == 1 && !size.empty())
            distribution.size = size + " MB";
        const auto& all = out.distributions;
        if (std::find(all.begin(), all.end(), distribution) == all.end())
            out.distributions.push_back(std::move(distribution));
    }
}

} // namespace

RawDistribution distribution_of(Link link) {
    RawDistribution distribution;
    distribution.title = std::move(link.name);
    distribution.description = std::move(link.description);
    distribution.format = link.protocol;
    const std::string protocol = upper(link.protocol);
    const bool service = is_service(protocol);
    const bool mime = contains(link.protocol, "/") && !contains(link.protocol, ":");
    const bool download = link.function == "download" || contains(protocol, "DOWNLOAD") ||
                          (mime && protocol != "TEXT/HTML");
    const bool page = link.function == "information" || protocol == "TEXT/HTML" ||
                      (!download && contains(protocol, "LINK"));
    if (mime)
        distribution.media_type = link.protocol;
    if (service)
        distribution.kind = "service";
    else if (download)
        distribution.kind = "file";
    else if (page)
        distribution.kind = "page";
    if (service || !page)
        distribution.download_url = std::move(link.url);
    else
        distribution.access_url = std::move(link.url);
    // WWW:DOWNLOAD:text/csv says what the file is.
    if (const std::size_t colon = link.protocol.rfind(':');
        contains(protocol, "DOWNLOAD:") && contains(link.protocol.substr(colon + 1), "/"))
        distribution.media_type = link.protocol.substr(colon + 1);
    return distribution;
}

void map_iso_distributions(const Element& record, const Languages& languages, RawRecord& out) {
    for (const Element& distribution :
         record.all({"gmd:distributionInfo", "gmd:MD_Distribution"})) {
        const std::string format = only_format(distribution);
        for (const Element& transfer :
             distribution.all({"gmd:transferOptions", "gmd:MD_DigitalTransferOptions"}))
            add_transfer(transfer, languages, format, out);
        for (const Element& transfer : distribution.all(
                 {"gmd:distributor",
                  "gmd:MD_Distributor",
                  "gmd:distributorTransferOptions",
                  "gmd:MD_DigitalTransferOptions"}
             ))
            add_transfer(transfer, languages, format, out);
    }
}

} // namespace moisson::csw
