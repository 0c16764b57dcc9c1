// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The writers behind rdf/writer.hpp, for that file only.
#pragma once

#include "rdf/writer.hpp"
#include "rdf/writer_plan.hpp"

namespace moisson::rdf {

void write_turtle(const WriterPlan& plan, const TextSink& sink);
void write_rdfxml(const WriterPlan& plan, const TextSink& sink);
void write_json_ld(const WriterPlan& plan, const TextSink& sink);

} // namespace moisson::rdf
