// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Who may use a study and what there is to open. Files are never listed: only pages and the DDI
// description, which anybody may read whatever the access right of the data.
#include "nada/mapping.hpp"

#include <array>
#include <utility>

namespace moisson::nada {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> document_links{{
    {"link_questionnaire", "Questionnaire"},
    {"link_technical", "Documentation technique"},
    {"link_study", "Page de l'étude"},
    {"link_report", "Rapport"},
    {"link_indicator", "Indicateurs"},
}};

RawDistribution page(std::string_view title, std::string url, std::string_view kind) {
    RawDistribution distribution;
    distribution.title.push_back(LangText{"fr", std::string(title), false});
    distribution.access_url = std::move(url);
    distribution.kind = kind;
    return distribution;
}

void map_licences(const Value& study, RawRecord& record) {
    const Value* description = description_of(study);
    if (description == nullptr)
        return;
    for (const std::string_view key : {"license", "licence"})
        for (const Value* item : items_of(json::find(*description, key))) {
            RawLicence licence;
            licence.title = item->is_object() ? first_text(*item, {"name"}) : json::scalar(*item);
            licence.url = first_text(*item, {"uri", "url"});
            if (!licence.empty())
                record.licences.push_back(std::move(licence));
        }
}

} // namespace

void map_access(const Value& study, const MappingContext& context, RawRecord& record) {
    record.access_rights = first_text(study, {"data_access_type", "form_model", "model"});
    map_licences(study, record);
    const std::string number = json::scalar(study, "id");
    const std::string remote = first_text(study, {"remote_data_url", "link_da"});
    const bool no_data = record.access_rights.empty() || record.access_rights == "data_na";
    // NADA 4 wrote its addresses with an underscore and its fields with other names.
    const bool old = json::find(study, "titl") != nullptr;
    if (is_web_address(remote))
        record.distributions.push_back(page("Microdonnées", remote, "microdata"));
    else if (!no_data && !record.remote_url.empty())
        record.distributions.push_back(page(
            "Microdonnées",
            record.remote_url + (old ? "/get_microdata" : "/get-microdata"),
            "microdata"
        ));
    for (const auto& [key, title] : document_links)
        if (const std::string url = first_text(study, {key}); is_web_address(url))
            record.distributions.push_back(page(title, url, "documentation"));
    const bool survey =
        record.type.empty() || record.type == "survey" || record.type == "microdata";
    if (survey && !old && !number.empty()) {
        RawDistribution ddi = page("Description DDI", {}, "documentation");
        ddi.download_url = context.root + "/index.php/metadata/export/" + number + "/ddi";
        ddi.access_url.clear();
        ddi.format = "XML";
        record.distributions.push_back(std::move(ddi));
    }
}

} // namespace moisson::nada
