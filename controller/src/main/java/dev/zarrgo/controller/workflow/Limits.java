package dev.zarrgo.controller.workflow;

/// What a step may use. Text as Kubernetes writes it.
///
/// @param cpuRequest for example `500m`
/// @param memoryRequest for example `512Mi`
public record Limits(String cpuRequest, String memoryRequest, String cpuLimit, String memoryLimit) {}
