/// Where items live: a STAC API, a pgSTAC database, or files.
///
/// Start with [dev.zarrgo.registrar.catalog.Catalog]; [dev.zarrgo.registrar.catalog.Catalogs] opens one.
@NullMarked
package dev.zarrgo.registrar.catalog;

import org.jspecify.annotations.NullMarked;
