package dev.zarrgo.converter.check;

import dev.zarrgo.converter.geozarr.ValidationReport;
import java.util.Optional;

/// The verdict, and what was looked at besides the metadata.
///
/// @param values of a store whose source was given
/// @param product of a product
public record ValidationOutcome(
        ValidationReport report, Optional<ValueReport> values, Optional<ProductReport> product) {}
