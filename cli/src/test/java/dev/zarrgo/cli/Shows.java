package dev.zarrgo.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The options whose effect a test shows (rule X4).
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Shows {

    /// Names, for example `--overwrite`.
    String[] value();
}
