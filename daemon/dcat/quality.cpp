// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/quality.hpp"

#include "dcat/statements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace moisson::dcat {
namespace {

// The vocabulary of data.europa.eu's metrics.
constexpr std::string_view piveau = "https://piveau.eu/ns/voc#";
constexpr std::string_view schema = "http://www.w3.org/2001/XMLSchema#";

// Measured there file by file, and status codes; of a whole dataset we tell a share.
constexpr std::array<std::string_view, 11> of_files = {
    "accessUrlStatusCode",
    "downloadUrlAvailability",
    "downloadUrlStatusCode",
    "formatAvailability",
    "mediaTypeAvailability",
    "formatMediaTypeVocabularyAlignment",
    "formatMediaTypeNonProprietary",
    "formatMediaTypeMachineInterpretable",
    "licenceAvailability",
    "knownLicence",
    "byteSizeAvailability"};

constexpr std::array<std::string_view, 5> dimensions =
    {"findability", "accessibility", "interoperability", "reusability", "contextuality"};

struct Measured {
    std::string metric;
    // Empty: of the dataset as a whole.
    std::string dimension;
    std::string value;
    std::string_view type;
};

class Writer {
public:
    Writer(rdf::Graph& graph, const std::string& subject)
        : graph_(graph), subject_(subject), dataset_(graph, rdf::Term(rdf::iri(subject))) {}

    void add(const Measured& one) {
        Statements node = dataset_.node("dqv:hasQualityMeasurement", "dqv:QualityMeasurement");
        node.named("dqv:isMeasurementOf", one.metric, "dqv:Metric");
        node.iri("dqv:computedOn", subject_);
        const std::string datatype = fmt::format("{}{}", schema, one.type);
        node.typed("dqv:value", one.value, datatype);
        Statements metric(graph_, rdf::Term(rdf::iri(one.metric)));
        metric.iri("dqv:expectedDataType", datatype);
        if (!one.dimension.empty())
            metric.named("dqv:inDimension", one.dimension, "dqv:Dimension");
    }

private:
    rdf::Graph& graph_;
    const std::string& subject_;
    Statements dataset_;
};

std::string number(double value) {
    return fmt::format("{:.4g}", value);
}

Measured measured(const QualityCriterion& one, const std::string& space) {
    const double share = one.points_max > 0 ? one.points / one.points_max : 0;
    Measured out;
    out.dimension = fmt::format("{}{}", piveau, one.dimension);
    if (std::find(of_files.begin(), of_files.end(), one.code) != of_files.end()) {
        out.metric = fmt::format("{}{}Share", space, one.code);
        out.value = number(share);
        out.type = "double";
        return out;
    }
    out.metric = fmt::format("{}{}", piveau, one.code);
    out.value = share >= 1 ? "true" : "false";
    out.type = "boolean";
    return out;
}

} // namespace

void add_quality_summary(rdf::Graph& graph, const QualitySummary& quality) {
    Writer writer(graph, quality.subject);
    writer.add({fmt::format("{}scoring", piveau), {}, number(quality.mqa), "double"});
    if (quality.ours)
        writer.add({quality.space + "score", {}, std::to_string(*quality.ours), "integer"});
    Statements dataset(graph, rdf::Term(rdf::iri(quality.subject)));
    dataset.named("dqv:hasQualityMetadata", quality.details, "dqv:QualityMetadata");
}

void add_quality(rdf::Graph& graph, const QualityOfDataset& quality) {
    Writer writer(graph, quality.subject);
    for (const QualityCriterion& one : quality.mqa.criteria)
        if (one.applicable)
            writer.add(measured(one, quality.space));
    const std::string all = fmt::format("{}scoring", piveau);
    writer.add({all, {}, number(quality.mqa.earned()), "double"});
    for (const std::string_view dimension : dimensions) {
        const std::string iri = fmt::format("{}{}", piveau, dimension);
        writer.add({iri + "Scoring", iri, number(quality.mqa.earned_of(dimension)), "double"});
    }
    writer.add({quality.space + "score", {}, std::to_string(quality.ours.percent()), "integer"});
    writer.add({quality.space + "freshness", {}, std::string(quality.freshness), "string"});
}

} // namespace moisson::dcat
