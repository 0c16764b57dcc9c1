// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of S5.1. What it asks of distributions earns the share of those that conform.
#include "monitor/quality.hpp"
#include "monitor/quality_sheet.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace moisson::monitor {
namespace {

struct MqaFile {
    bool access_url = false;
    bool download_url = false;
    bool format = false;
    bool media_type = false;
    // Its format has a code of the European list.
    bool eu_format = false;
    bool non_proprietary = false;
    bool machine_readable = false;
    bool licence = false;
    bool known_licence = false;
    bool byte_size = false;
    bool issued = false;
    bool modified = false;
};

// What the MQA looks at.
struct MqaTraits {
    bool keyword = false;
    bool theme = false;
    bool spatial = false;
    bool temporal = false;
    bool title = false;
    bool description = false;
    // No publisher without a name.
    bool named = false;
    bool licence = false;
    bool known_licence = false;
    bool access_rights = false;
    bool known_access_rights = false;
    bool contact = false;
    bool publisher = false;
    bool issued = false;
    bool modified = false;
    std::optional<double> links_ok;
    std::vector<MqaFile> files;
};

MqaFile look_at_file(
    const Dataset& dataset,
    const Distribution& one,
    const normalise::Vocabularies& vocabularies
) {
    const auto& licence = one.licence ? one.licence : dataset.licence;
    const normalise::FormatRow* const row = known_format(one, vocabularies);
    MqaFile out;
    out.download_url = !one.url.empty();
    // A source that knows one address only gives it for both.
    out.access_url = !one.access_url.empty() || out.download_url;
    out.format = !one.format.empty();
    out.media_type = !one.media_type.empty();
    out.eu_format = row != nullptr && !row->eu_code.empty();
    out.non_proprietary = row != nullptr && row->mqa_non_proprietary;
    out.machine_readable = row != nullptr && row->mqa_machine_readable;
    out.licence = licence.has_value();
    out.known_licence = licence && !licence->code.empty();
    out.byte_size = one.byte_size.has_value();
    out.issued = one.issued.has_value();
    out.modified = one.modified.has_value();
    return out;
}

MqaTraits look_at(
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
) {
    MqaTraits out;
    out.keyword = !dataset.keywords.empty();
    out.theme = !dataset.themes.empty();
    out.spatial = !dataset.spatial.empty();
    out.temporal = !dataset.temporal.empty();
    out.title = !best_text(dataset.title, "fr").empty();
    out.description = !best_text(dataset.description, "fr").empty();
    out.publisher = !dataset.publisher.empty();
    out.named = !out.publisher || !best_text(dataset.publisher.name, "fr").empty();
    out.licence = dataset.licence.has_value();
    out.known_licence = dataset.licence && !dataset.licence->code.empty();
    out.access_rights = !dataset.access_rights.empty();
    out.known_access_rights = !dataset.access_rights.code.empty();
    out.contact = !dataset.contacts.empty();
    out.issued = dataset.issued.has_value();
    out.modified = dataset.modified.has_value();
    out.links_ok = facts.links_ok;
    for (const Distribution& one : dataset.distributions)
        out.files.push_back(look_at_file(dataset, one, vocabularies));
    return out;
}

std::size_t count_files(const MqaTraits& traits, bool MqaFile::*flag) {
    return static_cast<std::size_t>(std::count_if(
        traits.files.begin(),
        traits.files.end(),
        [flag](const MqaFile& one) { return one.*flag; }
    ));
}

double ratio(std::size_t some, std::size_t all) {
    return all == 0 ? 0 : static_cast<double>(some) / static_cast<double>(all);
}

double share_of_files(const MqaTraits& traits, bool MqaFile::*flag) {
    return ratio(count_files(traits, flag), traits.files.size());
}

// Asked of the dataset and of each distribution.
double share_of_dated(const MqaTraits& traits, bool dataset, bool MqaFile::*flag) {
    return ratio(count_files(traits, flag) + (dataset ? 1 : 0), traits.files.size() + 1);
}

// The mandatory properties of DCAT-AP 3 (A2.3); all or nothing.
bool is_compliant(const MqaTraits& traits) {
    return traits.title && traits.description && traits.named &&
           count_files(traits, &MqaFile::access_url) == traits.files.size();
}

void add_accessibility(QualitySheet& sheet, const MqaTraits& one) {
    // Of an address that is not there nobody can say that it works. The share of the links is that
    // of all, since each file has one that is probed.
    const bool none = one.files.empty();
    const bool probed = none || one.links_ok;
    const double links = none ? 0 : one.links_ok.value_or(0);
    const double access = share_of_files(one, &MqaFile::access_url);
    const double download = share_of_files(one, &MqaFile::download_url);
    sheet.enter("accessibility");
    sheet.add_if(probed, "accessUrlStatusCode", 50, access * links);
    sheet.add("downloadUrlAvailability", 20, download);
    sheet.add_if(probed, "downloadUrlStatusCode", 30, download * links);
}

void add_interoperability(QualitySheet& sheet, const MqaTraits& one) {
    const auto aligned = std::count_if(one.files.begin(), one.files.end(), [](const MqaFile& file) {
        return file.eu_format && file.media_type;
    });
    const auto of = [&one](bool MqaFile::*flag) { return share_of_files(one, flag); };
    sheet.enter("interoperability");
    sheet.add("formatAvailability", 20, of(&MqaFile::format));
    sheet.add("mediaTypeAvailability", 10, of(&MqaFile::media_type));
    sheet.add(
        "formatMediaTypeVocabularyAlignment",
        10,
        ratio(static_cast<std::size_t>(aligned), one.files.size())
    );
    sheet.add("formatMediaTypeNonProprietary", 20, of(&MqaFile::non_proprietary));
    sheet.add("formatMediaTypeMachineInterpretable", 20, of(&MqaFile::machine_readable));
    sheet.add("dcatApCompliance", 30, is_compliant(one));
}

QualityScore score_traits(const MqaTraits& one) {
    QualitySheet sheet("findability");
    sheet.add("keywordAvailability", 30, one.keyword);
    sheet.add("categoryAvailability", 30, one.theme);
    sheet.add("spatialAvailability", 20, one.spatial);
    sheet.add("temporalAvailability", 20, one.temporal);
    add_accessibility(sheet, one);
    add_interoperability(sheet, one);
    sheet.enter("reusability");
    sheet.add("licenceAvailability", 20, share_of_files(one, &MqaFile::licence));
    sheet.add("knownLicence", 10, share_of_files(one, &MqaFile::known_licence));
    sheet.add("accessRightsAvailability", 10, one.access_rights);
    sheet.add("accessRightsVocabularyAlignment", 5, one.known_access_rights);
    sheet.add("contactPointAvailability", 20, one.contact);
    sheet.add("publisherAvailability", 10, one.publisher);
    sheet.enter("contextuality");
    // No portal of ours states dct:rights on distributions; the licence is not it.
    sheet.leave_out("rightsAvailability", 5);
    sheet.add("byteSizeAvailability", 5, share_of_files(one, &MqaFile::byte_size));
    sheet.add("dateIssuedAvailability", 5, share_of_dated(one, one.issued, &MqaFile::issued));
    sheet.add("dateModifiedAvailability", 5, share_of_dated(one, one.modified, &MqaFile::modified));
    return sheet.take();
}

// The first file: open, dated, and it answers. Its licence is the dataset's.
void need_a_file(MqaTraits& traits) {
    if (!traits.files.empty())
        return;
    MqaFile one;
    for (bool MqaFile::*const flag :
         {&MqaFile::access_url,
          &MqaFile::download_url,
          &MqaFile::format,
          &MqaFile::media_type,
          &MqaFile::eu_format,
          &MqaFile::non_proprietary,
          &MqaFile::machine_readable,
          &MqaFile::byte_size,
          &MqaFile::issued,
          &MqaFile::modified})
        one.*flag = true;
    one.licence = traits.licence;
    one.known_licence = traits.known_licence;
    traits.files.push_back(one);
    traits.links_ok = 1.0;
}

void give_all(MqaTraits& traits, std::initializer_list<bool MqaFile::*> flags) {
    for (MqaFile& one : traits.files)
        for (bool MqaFile::*const flag : flags)
            one.*flag = true;
}

// Those that lack it are published as CSV instead.
void publish_as_csv(MqaTraits& traits, bool MqaFile::*lacking) {
    need_a_file(traits);
    for (MqaFile& one : traits.files) {
        if (one.*lacking)
            continue;
        one.format = true;
        one.eu_format = true;
        one.non_proprietary = true;
        one.machine_readable = true;
    }
}

void license_files(MqaTraits& traits, bool known) {
    need_a_file(traits);
    traits.licence = true;
    give_all(traits, {&MqaFile::licence});
    if (!known)
        return;
    traits.known_licence = true;
    give_all(traits, {&MqaFile::known_licence});
}

void give_files(MqaTraits& traits, std::initializer_list<bool MqaFile::*> flags) {
    need_a_file(traits);
    give_all(traits, flags);
}

struct MqaAct {
    std::string_view code;
    void (*mend)(MqaTraits&);
};

constexpr std::array<MqaAct, 22> mqa_acts = {{
    {"keywordAvailability", [](MqaTraits& t) { t.keyword = true; }},
    {"categoryAvailability", [](MqaTraits& t) { t.theme = true; }},
    {"spatialAvailability", [](MqaTraits& t) { t.spatial = true; }},
    {"temporalAvailability", [](MqaTraits& t) { t.temporal = true; }},
    {"accessUrlStatusCode",
     [](MqaTraits& t) {
         give_files(t, {&MqaFile::access_url});
         t.links_ok = 1.0;
     }},
    {"downloadUrlAvailability",
     [](MqaTraits& t) {
         give_files(t, {&MqaFile::access_url, &MqaFile::download_url});
     }},
    {"downloadUrlStatusCode",
     [](MqaTraits& t) {
         give_files(t, {&MqaFile::access_url, &MqaFile::download_url});
         t.links_ok = 1.0;
     }},
    {"formatAvailability", [](MqaTraits& t) { give_files(t, {&MqaFile::format}); }},
    {"mediaTypeAvailability", [](MqaTraits& t) { give_files(t, {&MqaFile::media_type}); }},
    {"formatMediaTypeVocabularyAlignment",
     [](MqaTraits& t) {
         give_files(t, {&MqaFile::format, &MqaFile::eu_format, &MqaFile::media_type});
     }},
    {"formatMediaTypeNonProprietary",
     [](MqaTraits& t) { publish_as_csv(t, &MqaFile::non_proprietary); }},
    {"formatMediaTypeMachineInterpretable",
     [](MqaTraits& t) { publish_as_csv(t, &MqaFile::machine_readable); }},
    {"dcatApCompliance",
     [](MqaTraits& t) {
         t.title = true;
         t.description = true;
         t.named = true;
         give_all(t, {&MqaFile::access_url});
     }},
    {"licenceAvailability", [](MqaTraits& t) { license_files(t, false); }},
    {"knownLicence", [](MqaTraits& t) { license_files(t, true); }},
    {"accessRightsAvailability", [](MqaTraits& t) { t.access_rights = true; }},
    {"accessRightsVocabularyAlignment",
     [](MqaTraits& t) {
         t.access_rights = true;
         t.known_access_rights = true;
     }},
    {"contactPointAvailability", [](MqaTraits& t) { t.contact = true; }},
    {"publisherAvailability",
     [](MqaTraits& t) {
         t.publisher = true;
         t.named = true;
     }},
    {"byteSizeAvailability", [](MqaTraits& t) { give_files(t, {&MqaFile::byte_size}); }},
    {"dateIssuedAvailability",
     [](MqaTraits& t) {
         t.issued = true;
         give_all(t, {&MqaFile::issued});
     }},
    {"dateModifiedAvailability",
     [](MqaTraits& t) {
         t.modified = true;
         give_all(t, {&MqaFile::modified});
     }},
}};

void mend_traits(MqaTraits& traits, std::string_view code) {
    for (const MqaAct& act : mqa_acts)
        if (act.code == code)
            act.mend(traits);
}

} // namespace

QualityScore mqa_score_of(
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
) {
    return score_traits(look_at(dataset, facts, vocabularies));
}

std::vector<QualityMend> mqa_mends_of(
    const Dataset& dataset,
    const QualityFacts& facts,
    const normalise::Vocabularies& vocabularies
) {
    return mends_by(look_at(dataset, facts, vocabularies), score_traits, mend_traits);
}

} // namespace moisson::monitor
