// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/quality.hpp"

#include "text/fold.hpp"
#include "text/markup.hpp"

#include <algorithm>

namespace moisson::monitor {
namespace {

using normalise::FormatRow;

constexpr std::size_t title_min = 10;
constexpr std::size_t title_max = 150;
constexpr std::size_t description_min = 100;
constexpr std::size_t keywords_min = 3;

std::size_t length_of(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

// "budget_2024.csv", "budget-2024": a name for machines.
bool is_machine_name(std::string_view title) {
    if (title.find(' ') != std::string_view::npos)
        return false;
    return title.find_first_of("_-./\\") != std::string_view::npos;
}

bool is_good_title(std::string_view title) {
    const std::size_t length = length_of(title);
    return length >= title_min && length <= title_max && !is_machine_name(title);
}

// What the format of a distribution is known to be; null when nothing is.
const FormatRow* row_of(const Distribution& one, const normalise::Vocabularies& vocabularies) {
    const FormatRow* const row =
        one.format.code.empty() ? nullptr : vocabularies.format_row(one.format.code);
    return row != nullptr && row->no_information ? nullptr : row;
}

template <class Test>
double share(const std::vector<Distribution>& all, Test test) {
    if (all.empty())
        return 0;
    const auto some = std::count_if(all.begin(), all.end(), test);
    return static_cast<double>(some) / static_cast<double>(all.size());
}

class Sheet {
public:
    explicit Sheet(std::string_view dimension) : dimension_(dimension) {}

    void enter(std::string_view dimension) { dimension_ = dimension; }
    void add(std::string_view code, double points_max, double share) {
        score_.criteria.push_back({code, dimension_, points_max * share, points_max, true});
    }
    void add(std::string_view code, double points_max, bool met) {
        add(code, points_max, met ? 1.0 : 0.0);
    }
    void leave_out(std::string_view code, double points_max) {
        score_.criteria.push_back({code, dimension_, 0, points_max, false});
    }
    void add_if(bool applies, std::string_view code, double points_max, double share) {
        if (applies)
            add(code, points_max, share);
        else
            leave_out(code, points_max);
    }
    QualityScore take() { return std::move(score_); }

private:
    std::string_view dimension_;
    QualityScore score_;
};

std::optional<double> freshness_points(Freshness state) {
    switch (state) {
    case Freshness::a_jour:
        return 10;
    case Freshness::attendue:
        return 8;
    case Freshness::en_retard:
        return 4;
    case Freshness::tres_en_retard:
        return 0;
    default:
        return std::nullopt;
    }
}

bool has_contact(const Dataset& dataset) {
    const auto reachable = [](const ContactPoint& one) {
        return !one.email.empty() || !one.url.empty();
    };
    return std::any_of(dataset.contacts.begin(), dataset.contacts.end(), reachable) ||
           !dataset.publisher.email.empty();
}

bool has_frequency(const Dataset& dataset) {
    return !dataset.frequency.code.empty() && dataset.frequency.code != "UNKNOWN";
}

// Whether every distribution is of a dataset that is a service: its format is the service's.
bool is_service_only(const std::vector<Distribution>& all) {
    return std::all_of(all.begin(), all.end(), [](const Distribution& one) {
        return one.format_family == 'S';
    });
}

void add_findable(Sheet& sheet, const Dataset& dataset) {
    const std::string title(best_text(dataset.title, "fr"));
    const std::string description = text::markup_to_text(best_text(dataset.description, "fr"));
    sheet.enter("findable");
    sheet.add("title", 3, is_good_title(title));
    sheet.add("description", 4, length_of(description) >= description_min);
    sheet.add(
        "description_differs",
        2,
        !description.empty() && text::fold(description) != text::fold(title)
    );
    sheet.add("keywords", 3, dataset.keywords.size() >= keywords_min);
    sheet.add("theme", 4, !dataset.themes.empty());
    sheet.add("spatial", 2, !dataset.spatial.empty());
    sheet.add("temporal", 2, !dataset.temporal.empty());
}

void add_accessible(Sheet& sheet, const Dataset& dataset, const QualityFacts& facts) {
    const auto& all = dataset.distributions;
    sheet.enter("accessible");
    sheet.add("resource", 3, !all.empty());
    // Without a file nothing works, and that is known (S5.2).
    const double links_ok = all.empty() ? 0 : facts.links_ok.value_or(0);
    sheet.add_if(all.empty() || facts.links_ok, "links", 17, links_ok);
    const bool direct = std::any_of(all.begin(), all.end(), [](const Distribution& one) {
        return !one.url.empty() && one.url_state == UrlState::ok;
    });
    sheet.add("direct", 5, direct);
}

void add_interoperable(
    Sheet& sheet,
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
) {
    const auto& all = dataset.distributions;
    // A service has no file format; a dataset without any file has none either, but should.
    const bool files = all.empty() || !is_service_only(all);
    const auto any = [&](bool FormatRow::*flag) {
        return std::any_of(all.begin(), all.end(), [&](const Distribution& one) {
            const FormatRow* const row = row_of(one, vocabularies);
            return row != nullptr && row->*flag;
        });
    };
    sheet.enter("interoperable");
    sheet.add_if(files, "format", 4, share(all, [&](const Distribution& one) {
                     return row_of(one, vocabularies) != nullptr;
                 }));
    sheet.add_if(files, "machine_readable", 6, any(&FormatRow::machine_readable) ? 1 : 0);
    sheet.add_if(files, "open_format", 6, any(&FormatRow::non_proprietary) ? 1 : 0);
    const bool seen = !all.empty() && facts.formats_right;
    sheet.add_if(seen, "format_matches", 4, facts.formats_right.value_or(0));
}

void add_reusable(Sheet& sheet, const Dataset& dataset, const QualityFacts& facts) {
    const bool stated = dataset.licence.has_value();
    sheet.enter("reusable");
    sheet.add("licence", 6, stated);
    sheet.add("open_licence", 6, stated && dataset.licence->openness == 'O');
    sheet.add("contact", 4, has_contact(dataset) && !facts.contact_bounces);
    sheet.add("publisher", 4, !dataset.publisher.empty());
}

void add_current(Sheet& sheet, const Dataset& dataset, const QualityFacts& facts) {
    sheet.enter("current");
    sheet.add("frequency", 5, has_frequency(dataset));
    const auto points = freshness_points(facts.freshness);
    sheet.add_if(points.has_value(), "freshness", 10, points.value_or(0) / 10);
}

// dcat:accessURL; a source that knows one address only gives it for both.
const std::string& access_url(const Distribution& one) {
    return one.access_url.empty() ? one.url : one.access_url;
}

bool has_licence(const Dataset& dataset, const Distribution& one) {
    return one.licence || dataset.licence;
}

bool has_known_licence(const Dataset& dataset, const Distribution& one) {
    const auto& licence = one.licence ? one.licence : dataset.licence;
    return licence && !licence->code.empty();
}

// The mandatory properties of DCAT-AP 3 (A2.3); all or nothing.
bool is_compliant(const Dataset& dataset) {
    const auto named = [](const Agent& agent) {
        return agent.empty() || !best_text(agent.name, "fr").empty();
    };
    return !best_text(dataset.title, "fr").empty() &&
           !best_text(dataset.description, "fr").empty() && named(dataset.publisher) &&
           std::all_of(
               dataset.distributions.begin(),
               dataset.distributions.end(),
               [](const Distribution& one) { return !access_url(one).empty(); }
           );
}

// Of "partial" the count; of the others the word says it. Links that prove nothing count nowhere.
std::optional<double> share_of_links(const store::DatasetSignal& signal) {
    if (signal.links == "ok")
        return 1.0;
    if (signal.links == "broken")
        return 0.0;
    if (signal.links == "partial")
        return signal.links_ok.value();
    return std::nullopt;
}

} // namespace

QualityFacts facts_of(const store::DatasetSignal& signal, Freshness freshness) {
    QualityFacts facts;
    facts.freshness = freshness;
    facts.links_ok = share_of_links(signal);
    facts.formats_right = signal.formats_right.value();
    facts.contact_bounces = signal.contact_bounces;
    return facts;
}

QualityScore score_of(
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
) {
    Sheet sheet("findable");
    add_findable(sheet, dataset);
    add_accessible(sheet, dataset, facts);
    add_interoperable(sheet, dataset, facts, vocabularies);
    add_reusable(sheet, dataset, facts);
    add_current(sheet, dataset, facts);
    return sheet.take();
}

QualityScore mqa_score_of(
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
) {
    const auto& all = dataset.distributions;
    const auto of = [&](auto test) { return share(all, test); };
    const auto format = [&](bool FormatRow::*flag) {
        return of([&, flag](const Distribution& one) {
            const FormatRow* const row = row_of(one, vocabularies);
            return row != nullptr && row->*flag;
        });
    };
    Sheet sheet("findability");
    sheet.add("keywordAvailability", 30, !dataset.keywords.empty());
    sheet.add("categoryAvailability", 30, !dataset.themes.empty());
    sheet.add("spatialAvailability", 20, !dataset.spatial.empty());
    sheet.add("temporalAvailability", 20, !dataset.temporal.empty());
    sheet.enter("accessibility");
    const bool probed = facts.links_ok && !all.empty();
    const double links = facts.links_ok.value_or(0);
    sheet.add_if(probed, "accessUrlStatusCode", 50, links);
    sheet.add("downloadUrlAvailability", 20, of([](const Distribution& one) {
                  return !one.url.empty();
              }));
    sheet.add_if(probed, "downloadUrlStatusCode", 30, links);
    sheet.enter("interoperability");
    sheet.add("formatAvailability", 20, of([](const Distribution& one) {
                  return !one.format.empty();
              }));
    sheet.add("mediaTypeAvailability", 10, of([](const Distribution& one) {
                  return !one.media_type.empty();
              }));
    sheet.add("formatMediaTypeVocabularyAlignment", 10, of([&](const Distribution& one) {
                  const FormatRow* const row = row_of(one, vocabularies);
                  return row != nullptr && !row->eu_code.empty() && !one.media_type.empty();
              }));
    sheet.add("formatMediaTypeNonProprietary", 20, format(&FormatRow::mqa_non_proprietary));
    sheet.add("formatMediaTypeMachineInterpretable", 20, format(&FormatRow::mqa_machine_readable));
    sheet.add("dcatApCompliance", 30, is_compliant(dataset));
    sheet.enter("reusability");
    sheet.add("licenceAvailability", 20, of([&](const Distribution& one) {
                  return has_licence(dataset, one);
              }));
    sheet.add("knownLicence", 10, of([&](const Distribution& one) {
                  return has_known_licence(dataset, one);
              }));
    sheet.add("accessRightsAvailability", 10, !dataset.access_rights.empty());
    sheet.add("accessRightsVocabularyAlignment", 5, !dataset.access_rights.code.empty());
    sheet.add("contactPointAvailability", 20, !dataset.contacts.empty());
    sheet.add("publisherAvailability", 10, !dataset.publisher.empty());
    sheet.enter("contextuality");
    // No portal of ours states dct:rights on distributions; the licence is not it.
    sheet.leave_out("rightsAvailability", 5);
    sheet.add("byteSizeAvailability", 5, of([](const Distribution& one) {
                  return one.byte_size.has_value();
              }));
    sheet.add("dateIssuedAvailability", 5, dataset.issued.has_value());
    sheet.add("dateModifiedAvailability", 5, dataset.modified.has_value());
    return sheet.take();
}

} // namespace moisson::monitor
