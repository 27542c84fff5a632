/// Makes synthetic Sentinel-2 products with the structure of real ones, for demonstrations, tests and
/// benchmarks.
///
/// Start with [dev.zarrgo.converter.sample.SampleProduct]. Groups, arrays and attributes come from the
/// metadata of two real products; the pixels are a [dev.zarrgo.converter.sample.Landscape] that one seed
/// decides, seen by a sensor with noise and faults.
@NullMarked
package dev.zarrgo.converter.sample;

import org.jspecify.annotations.NullMarked;
