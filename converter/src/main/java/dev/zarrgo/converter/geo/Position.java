package dev.zarrgo.converter.geo;

/// A position in degrees.
public record Position(double longitude, double latitude) {}
