// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What our score looks at is read from the record once; score and mends are worked out from that.
#include "monitor/quality.hpp"

#include "monitor/quality_sheet.hpp"
#include "text/fold.hpp"
#include "text/markup.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace moisson::monitor {
namespace {

constexpr std::size_t title_min = 10;
constexpr std::size_t title_max = 150;
constexpr std::size_t description_min = 100;
constexpr std::size_t keywords_min = 3;

// What our score looks at.
struct Described {
    bool title = false;
    // There is a description; it is long enough; it says more than the title.
    bool described = false;
    bool long_enough = false;
    bool differs = false;
    bool keywords = false;
    bool theme = false;
    bool spatial = false;
    bool temporal = false;
    std::int64_t files = 0;
    std::int64_t with_format = 0;
    // There is nothing but services, which have no file format.
    bool services_only = false;
    bool direct = false;
    bool machine_readable = false;
    bool open_format = false;
    bool licence = false;
    bool open_licence = false;
    bool contact = false;
    bool publisher = false;
    bool frequency = false;
    QualityFacts facts;
};

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

void look_at_texts(Described& out, const Dataset& dataset) {
    const std::string title(best_text(dataset.title, "fr"));
    const std::string description = text::markup_to_text(best_text(dataset.description, "fr"));
    out.title = is_good_title(title);
    out.described = !description.empty();
    out.long_enough = length_of(description) >= description_min;
    out.differs = out.described && text::fold(description) != text::fold(title);
}

void look_at_files(
    Described& out,
    const std::vector<Distribution>& all,
    const normalise::Vocabularies& vocabularies
) {
    out.services_only = !all.empty();
    for (const Distribution& one : all) {
        ++out.files;
        out.services_only = out.services_only && one.format_family == 'S';
        out.direct = out.direct || (!one.url.empty() && one.url_state == UrlState::ok);
        const normalise::FormatRow* const row = known_format(one, vocabularies);
        if (row == nullptr)
            continue;
        ++out.with_format;
        out.machine_readable = out.machine_readable || row->machine_readable;
        out.open_format = out.open_format || row->non_proprietary;
    }
}

Described describe(
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
) {
    Described out;
    look_at_texts(out, dataset);
    look_at_files(out, dataset.distributions, vocabularies);
    out.keywords = dataset.keywords.size() >= keywords_min;
    out.theme = !dataset.themes.empty();
    out.spatial = !dataset.spatial.empty();
    out.temporal = !dataset.temporal.empty();
    out.licence = dataset.licence.has_value();
    out.open_licence = dataset.licence && dataset.licence->openness == 'O';
    out.contact = has_contact(dataset) && !facts.contact_bounces;
    out.publisher = !dataset.publisher.empty();
    out.frequency = !dataset.frequency.code.empty() && dataset.frequency.code != "UNKNOWN";
    out.facts = facts;
    return out;
}

void add_findable(QualitySheet& sheet, const Described& one) {
    sheet.enter("findable");
    sheet.add("title", 3, one.title);
    sheet.add("description", 4, one.long_enough);
    sheet.add("description_differs", 2, one.differs);
    sheet.add("keywords", 3, one.keywords);
    sheet.add("theme", 4, one.theme);
    sheet.add("spatial", 2, one.spatial);
    sheet.add("temporal", 2, one.temporal);
}

void add_files(QualitySheet& sheet, const Described& one) {
    const bool none = one.files == 0;
    const QualityFacts& facts = one.facts;
    sheet.enter("accessible");
    sheet.add("resource", 3, !none);
    // Without a file nothing works, and that is known (S5.2).
    sheet.add_if(none || facts.links_ok, "links", 17, none ? 0 : facts.links_ok.value_or(0));
    sheet.add("direct", 5, one.direct);
    sheet.enter("interoperable");
    const double with_format =
        none ? 0 : static_cast<double>(one.with_format) / static_cast<double>(one.files);
    sheet.add_if(!one.services_only, "format", 4, with_format);
    sheet.add_if(!one.services_only, "machine_readable", 6, one.machine_readable ? 1 : 0);
    sheet.add_if(!one.services_only, "open_format", 6, one.open_format ? 1 : 0);
    const bool seen = !none && facts.formats_right;
    sheet.add_if(seen, "format_matches", 4, facts.formats_right.value_or(0));
}

QualityScore score_described(const Described& one) {
    QualitySheet sheet("findable");
    add_findable(sheet, one);
    add_files(sheet, one);
    sheet.enter("reusable");
    sheet.add("licence", 6, one.licence);
    sheet.add("open_licence", 6, one.open_licence);
    sheet.add("contact", 4, one.contact);
    sheet.add("publisher", 4, one.publisher);
    sheet.enter("current");
    sheet.add("frequency", 5, one.frequency);
    const auto points = freshness_points(one.facts.freshness);
    sheet.add_if(points.has_value(), "freshness", 10, points.value_or(0) / 10);
    return sheet.take();
}

// One more file, structured, open and to be had: what the sentences ask for. Nothing is known of
// its link where others were probed; alone, it works.
void add_file(Described& one) {
    if (one.files == 0)
        one.facts.links_ok = 1.0;
    ++one.files;
    ++one.with_format;
    one.services_only = false;
    one.direct = true;
    one.machine_readable = true;
    one.open_format = true;
}

struct Act {
    std::string_view code;
    void (*mend)(Described&);
};

constexpr std::array<Act, 20> acts = {{
    {"title",
     [](Described& d) {
         d.title = true;
         // Another title is no longer what the description repeats.
         d.differs = d.described;
     }},
    {"description",
     [](Described& d) {
         d.described = true;
         d.long_enough = true;
         d.differs = true;
     }},
    {"description_differs",
     [](Described& d) {
         d.described = true;
         d.differs = true;
     }},
    {"keywords", [](Described& d) { d.keywords = true; }},
    {"theme", [](Described& d) { d.theme = true; }},
    {"spatial", [](Described& d) { d.spatial = true; }},
    {"temporal", [](Described& d) { d.temporal = true; }},
    {"resource", add_file},
    {"links",
     [](Described& d) {
         if (d.files == 0)
             add_file(d);
         else
             d.facts.links_ok = 1.0;
     }},
    {"direct",
     [](Described& d) {
         if (d.files == 0)
             add_file(d);
         else
             d.direct = true;
     }},
    {"format",
     [](Described& d) {
         if (d.files == 0)
             add_file(d);
         else
             d.with_format = d.files;
     }},
    {"machine_readable", add_file},
    {"open_format", add_file},
    {"format_matches", [](Described& d) { d.facts.formats_right = 1.0; }},
    {"licence", [](Described& d) { d.licence = true; }},
    {"open_licence",
     [](Described& d) {
         d.licence = true;
         d.open_licence = true;
     }},
    {"contact", [](Described& d) { d.contact = true; }},
    {"publisher", [](Described& d) { d.publisher = true; }},
    {"frequency", [](Described& d) { d.frequency = true; }},
    {"freshness", [](Described& d) { d.facts.freshness = Freshness::a_jour; }},
}};

void mend_described(Described& one, std::string_view code) {
    for (const Act& act : acts)
        if (act.code == code)
            act.mend(one);
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
    return score_described(describe(dataset, facts, vocabularies));
}

std::vector<QualityMend> mends_of(
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
) {
    return mends_by(describe(dataset, facts, vocabularies), score_described, mend_described);
}

} // namespace moisson::monitor
