/// What should happen, what has happened, and the loop between.
@NullMarked
package dev.zarrgo.controller;

import org.jspecify.annotations.NullMarked;
