// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/change_labels.hpp"

#include "i18n/label_rows.hpp"

namespace moisson::i18n {
namespace {

constexpr std::array<LabelRow, 11> causes = {{
    {"created", "Ajouté au catalogue"},
    {"updated", "Modifié à la source"},
    {"remapped", "Relu par Moisson"},
    {"missing", "Absent du portail"},
    {"archived", "Archivé"},
    {"revived", "Revenu sur le portail"},
    {"purged", "Supprimé"},
    {"clustered", "Rapproché des mêmes données ailleurs"},
    {"taken_down", "Retiré du catalogue"},
    {"restored", "Rétabli dans le catalogue"},
    {"renamed", "Identifiant changé à la source"},
}};

constexpr std::array<LabelRow, 41> fields = {{
    {"access_rights", "Droits d’accès"},
    {"accrual_periodicity", "Fréquence"},
    {"conforms_to", "Norme"},
    {"contacts", "Contact"},
    {"corrections", "Correction"},
    {"countries", "Pays"},
    {"creator", "Auteur"},
    {"description", "Description"},
    {"distributions", "Ressource"},
    {"distributions.byte_size", "Taille"},
    {"distributions.checksum", "Somme de contrôle"},
    {"distributions.description", "Description"},
    {"distributions.format", "Format"},
    {"distributions.issued", "Date de publication"},
    {"distributions.licence", "Licence"},
    {"distributions.media_type", "Type de fichier"},
    {"distributions.modified", "Date de mise à jour"},
    {"distributions.title", "Titre"},
    {"distributions.url", "Adresse"},
    {"identifiers", "Identifiant"},
    {"issued", "Date de publication"},
    {"keywords", "Mot-clé"},
    {"landing_page", "Page de présentation"},
    {"languages", "Langue"},
    {"licence", "Licence"},
    {"modified", "Date de mise à jour"},
    {"origin.id", "Identifiant d’origine"},
    {"origin.portal", "Portail d’origine"},
    {"origin.url", "Fiche d’origine"},
    {"provenance", "Provenance"},
    {"publisher", "Producteur"},
    {"record_created", "Création de la fiche"},
    {"record_modified", "Modification de la fiche"},
    {"remote_url", "Adresse de la fiche"},
    {"spatial", "Territoire"},
    {"temporal", "Période"},
    {"themes", "Thème"},
    {"title", "Titre"},
    {"type", "Nature"},
    {"uri", "Identifiant universel"},
    {"version", "Version"},
}};

} // namespace

std::string_view change_cause_label(std::string_view name) {
    return find_label(causes, name);
}

std::string_view change_field_label(std::string_view name) {
    return find_label(fields, name);
}

} // namespace moisson::i18n
