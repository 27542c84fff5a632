/// What a Sentinel product contains, and where: pure facts about sources.
///
/// Start with [dev.zarrgo.converter.product.ProductDetector].
@NullMarked
package dev.zarrgo.converter.product;

import org.jspecify.annotations.NullMarked;
