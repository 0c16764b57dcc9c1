// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "fuzz/wires.hpp"

#include "fuzz/harness.hpp"

namespace moisson::fuzz {
namespace {

constexpr std::string_view ckan_before = R"({"success":true,"result":{"count":1,"results":[)";
constexpr std::string_view ods_before = R"({"total_count":1,"results":[)";

// What the software of portals answers.
std::vector<Harness> portal_wires() {
    return {
        {.name = "ckan_wire",
         .run = ckan_wire,
         .input_bytes_max = 16 * kib,
         .kind = "ckan",
         .golden =
             {{"ckan/cases/legacy.json", "package", ckan_before, "]}}"},
              {"ckan/cases/modern.json", "package", ckan_before, "]}}"}},
         .corpus = {"ckan .json"},
         .dictionary = "json",
         .covers =
             {"connectors/ckan/wire",
              "connectors/ckan/fields",
              "connectors/ckan/mapping",
              "connectors/ckan/resources",
              "connectors/ckan/agents",
              "connectors/ckan/coverage"}},
        {.name = "udata_wire",
         .run = udata_wire,
         .input_bytes_max = 16 * kib,
         .kind = "udata",
         .corpus = {"udata .json"},
         .dictionary = "json",
         .covers =
             {"connectors/udata/wire",
              "connectors/udata/fields",
              "connectors/udata/mapping",
              "connectors/udata/resources",
              "connectors/udata/agents",
              "connectors/udata/coverage"}},
        {.name = "opendatasoft_wire",
         .run = opendatasoft_wire,
         .input_bytes_max = 16 * kib,
         .kind = "opendatasoft",
         .golden =
             {{"opendatasoft/cases/modern.json", "dataset", ods_before, "]}"},
              {"opendatasoft/cases/old.json", "dataset", R"({"nhits":1,"datasets":[)", "]}"}},
         .corpus = {"opendatasoft .json"},
         .dictionary = "json",
         .covers =
             {"connectors/opendatasoft/wire",
              "connectors/opendatasoft/metas",
              "connectors/opendatasoft/mapping",
              "connectors/opendatasoft/distributions",
              "connectors/opendatasoft/coverage"}},
        {.name = "datafair_wire",
         .run = datafair_wire,
         .input_bytes_max = 16 * kib,
         .kind = "datafair",
         .golden = {{"datafair/cases/datasets.json", "dataset", R"({"count":1,"results":[)", "]}"}},
         .dictionary = "json",
         .covers =
             {"connectors/datafair/wire",
              "connectors/datafair/mapping",
              "connectors/datafair/distributions"}},
    };
}

// Archives of surveys.
std::vector<Harness> survey_wires() {
    return {
        {.name = "nada_wire",
         .run = nada_wire,
         .input_bytes_max = 16 * kib,
         .kind = "nada",
         .files = {"tests/fuzz/seeds/nada_wire"},
         .dictionary = "json",
         .covers =
             {"connectors/nada/wire",
              "connectors/nada/php",
              "connectors/nada/mapping",
              "connectors/nada/study",
              "connectors/nada/access"}},
        {.name = "ddi",
         .run = ddi,
         .input_bytes_max = 16 * kib,
         .files = {"tests/fuzz/seeds/ddi"},
         .dictionary = "xml",
         .covers = {"connectors/nada/ddi"}},
    };
}

// Formats that any server may give a catalogue in.
std::vector<Harness> format_wires() {
    return {
        {.name = "datajson_wire",
         .run = datajson_wire,
         .input_bytes_max = 16 * kib,
         .kind = "datajson",
         .golden =
             {{"datajson/cases/pod.json", "dataset", R"({"dataset":[)", "]}"},
              {"datajson/cases/dcat_us_3.json", "dataset", R"({"dataset":[)", "]}"}},
         .corpus = {"datajson .json"},
         .dictionary = "json",
         .covers =
             {"connectors/datajson/wire",
              "connectors/datajson/contents",
              "connectors/datajson/members",
              "connectors/datajson/mapping",
              "connectors/datajson/distributions",
              "connectors/datajson/agents",
              "connectors/datajson/coverage"}},
        {.name = "json_paths",
         .run = json_paths,
         .input_bytes_max = 8 * kib,
         .files = {"tests/fuzz/seeds/json_paths"},
         .dictionary = "json",
         .covers =
             {"connectors/json/path",
              "connectors/json/expression",
              "connectors/json/wire",
              "connectors/json/mapping"}},
        {.name = "csw_wire",
         .run = csw_wire,
         .input_bytes_max = 32 * kib,
         .kind = "csw",
         .files = {"tests/fuzz/seeds/csw_wire"},
         .dictionary = "xml",
         .covers =
             {"connectors/csw/wire",
              "connectors/csw/element",
              "connectors/csw/mapping",
              "connectors/csw/iso_",
              "connectors/csw/dublin_core"}},
    };
}

} // namespace

std::vector<Harness> wires() {
    std::vector<Harness> all = portal_wires();
    for (const auto& group : {survey_wires(), format_wires()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

} // namespace moisson::fuzz
