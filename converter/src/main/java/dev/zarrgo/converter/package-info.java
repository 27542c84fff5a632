/// Products in, GeoZarr out. Start with [dev.zarrgo.converter.GeoZarrConverter].
@NullMarked
package dev.zarrgo.converter;

import org.jspecify.annotations.NullMarked;
