/// All that is STAC: where a product is, what its item says, where it lives.
@NullMarked
package dev.zarrgo.registrar;

import org.jspecify.annotations.NullMarked;
