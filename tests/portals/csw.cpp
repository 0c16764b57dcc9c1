// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The operations of CSW.
#include "portals/csw.hpp"

#include "portals/csw_records.hpp"
#include "portals/lowered.hpp"
#include "portals/tampered.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace moisson::portals {
namespace {

constexpr std::string_view iso_schema = "http://www.isotc211.org/2005/gmd";
constexpr std::string_view csw_schema = "http://www.opengis.net/cat/csw/2.0.2";

// The text between two marks, empty when there is none.
std::string between(std::string_view text, std::string_view open, std::string_view close) {
    const auto start = text.find(open);
    if (start == std::string_view::npos)
        return {};
    const auto from = start + open.size();
    const auto end = text.find(close, from);
    return std::string(text.substr(from, end == std::string_view::npos ? 0 : end - from));
}

std::uint64_t natural_of(const std::string& text, std::uint64_t fallback) {
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return text.empty() || read.ec != std::errc() ? fallback : value;
}

// A request in either encoding.
struct Query {
    std::string operation;
    std::string schema;
    std::string set = "summary";
    std::string sort;
    std::string since;
    std::vector<std::string> ids;
    bool hits = false;
    std::uint64_t start = 1;
    std::uint64_t rows = 10;
};

void read_filter(std::string_view filter, Query& query) {
    if (filter.find("PropertyIsGreaterThanOrEqualTo") != std::string_view::npos)
        query.since = between(filter, "<ogc:Literal>", "</ogc:Literal>");
}

Query read_body(const std::string& body) {
    Query query;
    if (body.find("GetRecords") != std::string::npos)
        query.operation = "GetRecords";
    query.schema = between(body, "outputSchema=\"", "\"");
    query.set = between(body, "<csw:ElementSetName>", "</csw:ElementSetName>");
    query.hits = between(body, "resultType=\"", "\"") == "hits";
    query.start = natural_of(between(body, "startPosition=\"", "\""), 1);
    query.rows = natural_of(between(body, "maxRecords=\"", "\""), 10);
    query.sort = between(body, "<ogc:SortBy>", "</ogc:SortBy>");
    read_filter(body, query);
    return query;
}

Query read_address(std::string_view text) {
    Query query;
    for (const auto& [name, value] : parse_query(text)) {
        const std::string key = lowered(name);
        if (key == "request")
            query.operation = value;
        else if (key == "outputschema")
            query.schema = value;
        else if (key == "elementsetname")
            query.set = value;
        else if (key == "resulttype")
            query.hits = value == "hits";
        else if (key == "startposition")
            query.start = natural_of(value, 1);
        else if (key == "maxrecords")
            query.rows = natural_of(value, 10);
        else if (key == "sortby")
            query.sort = value;
        else if (key == "constraint")
            read_filter(value, query);
        else if (key == "id")
            for (std::size_t at = 0; at <= value.size();) {
                const std::size_t end = std::min(value.find(',', at), value.size());
                query.ids.push_back(value.substr(at, end - at));
                at = end + 1;
            }
    }
    return query;
}

ScriptedResponse xml(std::string text) {
    ScriptedResponse response;
    response.headers.emplace_back("Content-Type", "application/xml; charset=UTF-8");
    response.body.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + std::move(text));
    return response;
}

// With status 200, as the specification has it.
ScriptedResponse exception(std::string_view code, std::string_view locator, std::string_view text) {
    return xml(fmt::format(
        R"(<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows" version="1.2.0"><ows:Exception exceptionCode="{}" locator="{}"><ows:ExceptionText>{}</ows:ExceptionText></ows:Exception></ows:ExceptionReport>)",
        code,
        locator,
        text
    ));
}

class Csw final : public Protocol {
public:
    Csw(CswOptions options, CatalogueAt catalogue)
        : options_(std::move(options)), catalogue_(std::move(catalogue)) {}

    std::string_view kind() const override { return "csw"; }

    std::string operation(const PortalRequest& request) const override {
        if (request.path() == "/robots.txt")
            return "robots";
        return request.path() == options_.path ? query_of(request).operation : std::string();
    }

    std::optional<std::uint64_t> page_start(const PortalRequest& request) const override {
        if (operation(request) != "GetRecords")
            return std::nullopt;
        const Query query = query_of(request);
        // One brief record is how a way to ask is tried.
        if (query.hits || (query.rows == 1 && query.set == "brief"))
            return std::nullopt;
        return query.start - 1;
    }

    std::uint64_t count(Instant now) const override { return catalogue_(now)->size(); }

    ScriptedResponse
    answer(const PortalRequest& request, Instant now, const Tamper& tamper) const override;

private:
    static Query query_of(const PortalRequest& request) {
        return request.body.empty() ? read_address(request.query()) : read_body(request.body);
    }
    std::string
    record(const Catalogue&, std::uint32_t rank, const Query&, const Tamper&, bool first) const;
    std::string capabilities() const;
    ScriptedResponse records(const Catalogue&, const Query&, const Tamper&) const;
    ScriptedResponse by_id(const Catalogue&, const Query&, const Tamper&) const;
    std::uint64_t next_of(const Query& query, std::uint64_t given, std::uint64_t count) const;

    CswOptions options_;
    CatalogueAt catalogue_;
};

std::string Csw::capabilities() const {
    std::string schemas;
    if (options_.tells_schemas) {
        schemas = fmt::format(
            "<ows:Parameter name=\"outputSchema\"><ows:Value>{}</ows:Value>{}</ows:Parameter>",
            csw_schema,
            options_.knows_iso ? fmt::format("<ows:Value>{}</ows:Value>", iso_schema) : ""
        );
    }
    return fmt::format(
        R"(<csw:Capabilities xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:ows="http://www.opengis.net/ows" version="2.0.2"><ows:ServiceIdentification><ows:Title>{}</ows:Title><ows:ServiceType>CSW</ows:ServiceType><ows:ServiceTypeVersion>2.0.2</ows:ServiceTypeVersion></ows:ServiceIdentification><ows:OperationsMetadata><ows:Operation name="GetRecords">{}</ows:Operation></ows:OperationsMetadata></csw:Capabilities>)",
        xml_escaped(options_.title),
        schemas
    );
}

std::string Csw::record(
    const Catalogue& catalogue,
    std::uint32_t rank,
    const Query& query,
    const Tamper& tamper,
    bool first
) const {
    const auto package = tampered_package(catalogue, rank, tamper, first);
    std::string text = query.schema == iso_schema ? iso_record(package, query.set)
                                                  : dublin_core_record(package, query.set);
    put_raw_bytes(text, tamper);
    if (!options_.broken_markup.empty() && rank == options_.broken_rank)
        text.insert(text.rfind("</"), options_.broken_markup);
    return text;
}

std::uint64_t Csw::next_of(const Query& query, std::uint64_t given, std::uint64_t count) const {
    switch (options_.next_record) {
    case NextRecord::always_zero:
        return 0;
    case NextRecord::points_back:
        return query.start;
    case NextRecord::jumps:
        return query.start + query.rows;
    case NextRecord::honest:
        break;
    }
    const std::uint64_t next = query.start + given;
    return next > count ? 0 : next;
}

ScriptedResponse
Csw::records(const Catalogue& catalogue, const Query& query, const Tamper& tamper) const {
    if (!query.sort.empty() && !options_.allows_sort)
        return exception("InvalidParameterValue", "sortby", "Le tri n'est pas pris en charge");
    if (query.schema == iso_schema && !options_.knows_iso)
        return exception("InvalidParameterValue", "outputSchema", "Schéma inconnu");
    if (query.start == 0)
        return exception("InvalidParameterValue", "startPosition", "Compté à partir de 1");
    Tamper limited = tamper;
    limited.rows_max = std::min(tamper.rows_max.value_or(options_.rows_max), options_.rows_max);
    const std::uint64_t rows = query.hits ? 0 : query.rows;
    const std::string since = options_.filters ? query.since : std::string();
    CkanPage page = page_of(catalogue, query.start - 1, rows, since, limited);
    // The one that changed last: all that is asked in this order.
    if (query.sort.find("dct:modified") != std::string::npos && !page.ranks.empty())
        page.ranks.assign(1, catalogue.by_modified().front());
    if (query.set == "full" && holds_poison(page.ranks, tamper)) {
        ScriptedResponse response = exception("NoApplicableCode", "", "Erreur interne");
        response.status = 500;
        return response;
    }
    std::string text = fmt::format(
        R"(<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" version="2.0.2"><csw:SearchStatus timestamp="2026-01-01T00:00:00Z"/><csw:SearchResults numberOfRecordsMatched="{}" numberOfRecordsReturned="{}" nextRecord="{}" elementSet="{}">)",
        page.count,
        page.ranks.size(),
        next_of(query, page.ranks.size(), page.count),
        query.set
    );
    for (std::size_t i = 0; i < page.ranks.size(); ++i)
        text += record(catalogue, page.ranks[i], query, tamper, i == 0);
    return xml(text + "</csw:SearchResults></csw:GetRecordsResponse>");
}

ScriptedResponse
Csw::by_id(const Catalogue& catalogue, const Query& query, const Tamper& tamper) const {
    std::string text =
        R"(<csw:GetRecordByIdResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2">)";
    for (const std::string& id : query.ids) {
        const std::optional<std::uint32_t> rank = rank_of(catalogue, id, tamper);
        if (!rank)
            continue;
        if (tamper.poison_rank == *rank) {
            ScriptedResponse response = exception("NoApplicableCode", "", "Erreur interne");
            response.status = 500;
            return response;
        }
        text += record(catalogue, *rank, query, tamper, false);
    }
    return xml(text + "</csw:GetRecordByIdResponse>");
}

ScriptedResponse
Csw::answer(const PortalRequest& request, Instant now, const Tamper& tamper) const {
    const std::string action = operation(request);
    if (action.empty() || action == "robots") {
        ScriptedResponse response;
        response.status = 404;
        response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
        response.body.add("<!DOCTYPE html><html><body>404</body></html>");
        return response;
    }
    if (action == "GetCapabilities")
        return xml(capabilities());
    const bool refused = request.body.empty() && !options_.allows_get && action == "GetRecords";
    if (refused)
        return exception("OperationNotSupported", "request", "POST seulement");
    const std::shared_ptr<const Catalogue> catalogue = catalogue_(now);
    const Query query = query_of(request);
    if (action == "GetRecords")
        return records(*catalogue, query, tamper);
    if (action == "GetRecordById")
        return by_id(*catalogue, query, tamper);
    return exception("OperationNotSupported", "request", action);
}

} // namespace

std::unique_ptr<Protocol> make_csw(CswOptions options, CatalogueAt catalogue) {
    return std::make_unique<Csw>(std::move(options), std::move(catalogue));
}

} // namespace moisson::portals
